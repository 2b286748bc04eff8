import { CONNECTIONS, load } from './load.mjs';

/** A round's turns for each candidate: a machine's speed changes within seconds, and a long turn has all of it. */
export const TURNS = 4;

/**
 * All candidates run side by side, idle but for the one whose turn it is, so that what is compared is measured a part of a
 * second apart. Who begins changes with the turn.
 *
 * @param {readonly string[]} names
 * @param {(name: string) => Promise<{ url: string, folder: string, stop: () => Promise<void> }>} start
 * @param {readonly object[]} loads `own` has what differs for a candidate; `amount` is a round's
 * @param {object} options
 * @param {number} options.seconds a round's for each candidate, of a workload without an amount
 * @param {(workload: object) => { seconds?: number, amount?: number }} options.warmUp
 * @param {(running: { folder: string }) => void | Promise<void>} options.beforeRound
 * @param {(running: { folder: string }) => void | Promise<void>} [options.afterTurn]
 * @returns the workloads, each with the requests per second of every turn by candidate.
 */
export async function measure(
  names,
  start,
  loads,
  { key, rounds, seconds, warmUp, beforeRound, afterTurn = () => undefined },
) {
  const measured = loads.map((workload) => ({
    ...workload,
    turns: Object.fromEntries(names.map((name) => [name, []])),
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
      for (const candidate of running) await beforeRound(candidate);
      for (const { turns, amount, ...workload } of measured) {
        const part = amount === undefined ? workload : { ...workload, amount: Math.max(CONNECTIONS, amount / TURNS) };
        for (let turn = round; turn < round + TURNS; turn += 1) {
          const order = running.map((_, place) => running[(place + turn) % running.length]);
          for (const candidate of order) turns[candidate.name].push(await send(part, candidate, seconds / TURNS));
        }
      }
    }
  } finally {
    await Promise.all(running.map(({ stop }) => stop()));
  }
  return measured;
}
