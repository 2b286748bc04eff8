import { load } from './load.mjs';

/**
 * All candidates run side by side, idle but for the one whose turn it is, so that what is compared is measured
 * seconds apart. Who begins changes with the round.
 *
 * @param {readonly string[]} names
 * @param {(name: string) => Promise<{ url: string, folder: string, stop: () => Promise<void> }>} start
 * @param {readonly object[]} loads `own` has what differs for a candidate
 * @param {object} options
 * @param {(workload: object) => { seconds?: number, amount?: number }} options.warmUp
 * @param {(running: { folder: string }) => void | Promise<void>} options.beforeRound
 * @param {(running: { folder: string }) => void | Promise<void>} [options.afterTurn]
 * @returns the workloads, each with the requests per second of every round by candidate.
 */
export async function measure(
  names,
  start,
  loads,
  { key, rounds, seconds, warmUp, beforeRound, afterTurn = () => undefined },
) {
  const measured = loads.map((workload) => ({
    ...workload,
    rounds: Object.fromEntries(names.map((name) => [name, []])),
  }));
  const running = [];
  const send = async ({ own, ...workload }, candidate, seconds) => {
    // New notices are never the same again; everything else is, every time.
    const cursor = workload.bodyOf ? candidate.cursor : undefined;
    const rate = await load(candidate.url, { ...workload, ...own?.[candidate.name] }, key, seconds, cursor);
    await afterTurn(candidate);
    return rate;
  };
  try {
    for (const name of names) running.push({ name, cursor: { next: 0 }, ...(await start(name)) });
    process.stderr.write('warming up\n');
    for (const workload of loads) {
      const { seconds: warmUpSeconds, ...more } = warmUp(workload);
      for (const candidate of running) await send({ ...workload, ...more }, candidate, warmUpSeconds);
    }
    for (let round = 0; round < rounds; round += 1) {
      process.stderr.write(`round ${round + 1} of ${rounds}\n`);
      const order = running.map((_, place) => running[(place + round) % running.length]);
      for (const candidate of order) await beforeRound(candidate);
      for (const workload of measured) {
        for (const candidate of order) workload.rounds[candidate.name].push(await send(workload, candidate, seconds));
      }
    }
  } finally {
    await Promise.all(running.map(({ stop }) => stop()));
  }
  return measured;
}
