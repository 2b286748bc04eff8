import { sendOverlapped } from './overlapped';

describe('what is claimed is sent and settled while more is claimed', () => {
  /** Numbers as they are asked for; `log` has what happens. What is held back waits until it is let go. */
  function scene({ count = 3, most = 2, failing = '', heldBack = [] as string[] } = {}) {
    const log: string[] = [];
    const held = new Map<string, () => void>();
    let [unsettled, worst] = [0, 0];
    const act = async (what: string): Promise<void> => {
      log.push(what);
      if (heldBack.includes(what)) await new Promise<void>((resolve) => held.set(what, resolve));
      else await Promise.resolve();
      if (what === failing) throw new Error(what);
    };
    async function* claimed(): AsyncGenerator<number> {
      for (let one = 1; one <= count; one += 1) {
        await act(`claim ${one}`);
        worst = Math.max(worst, (unsettled += 1));
        yield one;
      }
    }
    const sent = sendOverlapped(claimed(), {
      most,
      async send(one) {
        await act(`send ${one}`);
        return one * 10;
      },
      async settle(answered) {
        await act(`settle ${answered}`);
        unsettled -= 1;
      },
    });
    const letGo = (what: string): void => held.get(what)!();
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    return { log, sent, letGo, turn, worst: () => worst };
  }

  it('nothing claimed: nothing sent, nothing settled', async () => {
    const { log, sent } = scene({ count: 0 });
    await sent;
    expect(log).toEqual([]);
  });

  it('each is claimed before it is sent, and sent before it is settled; all are', async () => {
    const { log, sent, worst } = scene({ count: 5 });
    await sent;
    for (const one of [1, 2, 3, 4, 5]) {
      const [claim, send, settle] = [`claim ${one}`, `send ${one}`, `settle ${one}0`].map((what) => log.indexOf(what));
      expect(claim).toBeGreaterThanOrEqual(0);
      expect(send).toBeGreaterThan(claim!);
      expect(settle).toBeGreaterThan(send!);
    }
    expect(worst()).toBe(2);
  });

  it('while one is on its way the next is claimed and sent, but no more than may be unsettled', async () => {
    const { log, sent, letGo, turn } = scene({ count: 4, heldBack: ['send 1'] });
    await turn();
    expect(log).toEqual(['claim 1', 'send 1', 'claim 2', 'send 2']);
    letGo('send 1');
    await sent;
    expect(log).toContain('settle 40');
  });

  it('they are settled in the order they were claimed in', async () => {
    const { log, sent, letGo, turn } = scene({ count: 2, heldBack: ['send 1'] });
    await turn();
    expect(log).not.toContain('settle 20');
    letGo('send 1');
    await sent;
    expect(log.slice(-2)).toEqual(['settle 10', 'settle 20']);
  });

  it.each([
    ['claim 3', ['settle 10', 'settle 20']],
    ['send 1', ['settle 20']],
    ['settle 10', ['settle 10', 'settle 20']],
  ])('%s fails: what was sent is settled all the same, and no more is claimed', async (failing, settled) => {
    const { log, sent } = scene({ count: 9, failing });
    await expect(sent).rejects.toThrow(failing);
    expect(log.filter((what) => what.startsWith('settle'))).toEqual(settled);
    expect(log).not.toContain('claim 4');
  });
});
