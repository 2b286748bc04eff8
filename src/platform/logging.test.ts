import { byTurns, createLogger } from './logging';

describe('the log', () => {
  const written: string[] = [];
  const output = byTurns({ write: (text: string) => void written.push(text) });
  const logger = createLogger({ level: 'info', destination: output });
  const events = () =>
    written.map((text) =>
      text
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { event: string }).event),
    );
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  beforeEach(() => written.splice(0));

  it('is written once a turn of the event loop, in its order', async () => {
    logger.info({ event: 'a' });
    await Promise.resolve();
    logger.warn({ event: 'b' });
    expect(written).toEqual([]);
    await turn();
    logger.info({ event: 'c' });
    await turn();
    expect(events()).toEqual([['a', 'b'], ['c']]);
  });

  it('has an error at once, and what was before it', async () => {
    logger.info({ event: 'a' });
    logger.error({ event: 'b' });
    expect(events()).toEqual([['a', 'b']]);
    logger.info({ event: 'c' });
    await turn();
    expect(events()).toEqual([['a', 'b'], ['c']]);
  });

  it('loses nothing where the process ends within the turn', () => {
    logger.info({ event: 'a' });
    for (const listener of process.listeners('exit')) if (listener.name === 'flush') listener.call(process, 0);
    expect(events()).toEqual([['a']]);
  });
});
