/**
 * What a source gives, in its order, one ahead: while one is worked on, the next is made.
 *
 * @throws what the source throws, where it would have been its turn.
 */
export async function* readAhead<T>(source: AsyncGenerator<T>): AsyncGenerator<T> {
  const ask = (): Promise<IteratorResult<T>> => {
    const next = source.next();
    // Nobody may want it any more.
    next.catch(() => undefined);
    return next;
  };
  try {
    for (let next = ask(); ;) {
      const made = await next;
      if (made.done) return;
      next = ask();
      yield made.value;
    }
  } finally {
    await source.return(undefined);
  }
}
