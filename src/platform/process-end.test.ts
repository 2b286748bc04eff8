import { createLogger } from './logging';
import { endOnUncaught, onStopSignals } from './process-end';

describe('signals that ask to stop', () => {
  const heard: string[] = [];
  let end: () => void;
  beforeEach(() => {
    jest.useFakeTimers();
    heard.length = 0;
    end = onStopSignals({ stop: (signal) => heard.push(signal), again: () => heard.push('again') });
  });
  afterEach(() => {
    end();
    jest.useRealTimers();
  });
  const send = (signal: NodeJS.Signals): unknown => process.emit(signal, signal);

  test('within a second are one gesture', () => {
    send('SIGINT');
    send('SIGINT');
    jest.advanceTimersByTime(999);
    send('SIGTERM');
    expect(heard).toEqual(['SIGINT']);
  });

  test('later are somebody who will not wait', () => {
    send('SIGTERM');
    jest.advanceTimersByTime(1_000);
    send('SIGINT');
    expect(heard).toEqual(['SIGTERM', 'again']);
  });

  test('are not heard any more once that is over', () => {
    end();
    expect(process.listeners('SIGINT')).toHaveLength(0);
    expect(process.listeners('SIGTERM')).toHaveLength(0);
  });
});

test('an error that nobody caught is logged once, scrubbed, and the process ends', () => {
  const log: string[] = [];
  const exit = jest.spyOn(process, 'exit').mockImplementation(() => undefined as never);
  const before = process.listeners('uncaughtException');
  endOnUncaught(createLogger({ level: 'info', destination: { write: (line: string) => void log.push(line) } }));
  const [listener] = process.listeners('uncaughtException').filter((each) => !before.includes(each));
  try {
    listener!(new Error('no such citizen: S1234567D'), 'unhandledRejection');
    listener!(new Error('and another'), 'uncaughtException');
    expect(exit).toHaveBeenCalledWith(1);
    expect(log.map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({
        level: 'fatal',
        event: 'uncaught',
        origin: 'unhandledRejection',
        error: expect.objectContaining({ message: 'no such citizen: ***' }) as unknown,
      }),
    ]);
  } finally {
    process.off('uncaughtException', listener!);
    exit.mockRestore();
  }
});
