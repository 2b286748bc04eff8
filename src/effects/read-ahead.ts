/**
 * What a source gives, in its order, some ahead: while one is worked on, the next are made.
 *
 * @throws what the source throws, where it would have been its turn.
 */
export async function* readAhead<T>(source: AsyncGenerator<T>, ahead = 1): AsyncGenerator<T> {
  const asked: Promise<IteratorResult<T>>[] = [];
  const ask = (): void => {
    const next = source.next();
    // Nobody may want it any more.
    next.catch(() => undefined);
    asked.push(next);
  };
  try {
    for (let count = 0; count < ahead; count += 1) ask();
    for (;;) {
      const made = await asked.shift()!;
      if (made.done) return;
      ask();
      yield made.value;
    }
  } finally {
    await source.return(undefined);
  }
}
