/**
 * Sends what is claimed, and settles it: while some is on its way, more is prepared and claimed, and what was answered is
 * settled, in the order it was claimed in.
 *
 * @param claimed one by one.
 * @param most so many are claimed and not settled at most.
 * @throws what failed first; nothing more is claimed then, and what was sent is settled once it is answered.
 */
export async function sendOverlapped<Claimed, Answered>(
  claimed: AsyncIterator<Claimed>,
  {
    most,
    send,
    settle,
  }: { most: number; send: (one: Claimed) => Promise<Answered>; settle: (answered: Answered) => Promise<void> },
): Promise<void> {
  const failures: unknown[] = [];
  const unsettled: Promise<void>[] = [];
  const follow = async (one: Claimed, before: Promise<void> | undefined): Promise<void> => {
    try {
      const answered = await send(one);
      await before;
      await settle(answered);
    } catch (error) {
      failures.push(error);
    }
  };
  try {
    while (failures.length === 0) {
      const next = await claimed.next();
      if (next.done) break;
      unsettled.push(follow(next.value, unsettled.at(-1)));
      if (unsettled.length === most) await unsettled.shift();
    }
  } catch (error) {
    failures.push(error);
  }
  await Promise.all(unsettled);
  if (failures.length > 0) throw failures[0];
}
