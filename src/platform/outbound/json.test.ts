import { readJson } from './json';

const check = (value: unknown) =>
  typeof value === 'object' && value !== null ? undefined : 'the answer must be object';
const read = (bytes: Uint8Array | string | null, signal = new AbortController().signal) =>
  readJson(new Response(bytes), { check, attempt: { signal, malformed: (what) => new Error(what) } });

describe('an answer of one piece', () => {
  it('is read whole, whatever its characters', async () => {
    expect(await read('{"name":"陈 é","count":[1,2]}')).toEqual({ name: '陈 é', count: [1, 2] });
  });

  it.each([
    ['empty', null, 'the answer is not JSON, or not whole'],
    ['cut off', '{"name":"S1234567', 'the answer is not JSON, or not whole'],
    ['not UTF-8', new Uint8Array([0x22, 0xff, 0x22]), 'the answer is not JSON, or not whole'],
    ['not what the contract says', '"S1234567D"', 'the answer must be object'],
    ['a lone surrogate', '{"name":"\\ud800"}', 'the answer holds text that is not Unicode'],
  ])('%s: malformed, and nothing of it is told', async (_what, bytes, said) => {
    await expect(read(bytes)).rejects.toThrow(new Error(said));
  });

  it('is not read on once the attempt is over', async () => {
    await expect(read('{}', AbortSignal.abort(new Error('over')))).rejects.toThrow('over');
  });
});
