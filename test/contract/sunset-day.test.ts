import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { patience } from '../support/patience';

jest.setTimeout(patience(60_000));

const SCRIPT = join(__dirname, '../../scripts/lib/contract-changes.mjs');

/** In a process of its own, whose clock stands: what is said of an operation that goes, of which oasdiff says nothing. */
const ASKED = `
const now = process.argv[1];
globalThis.Date = class extends Date { constructor(...given) { super(...(given.length > 0 ? given : [now])); } };
const { comparedApi } = await import('${pathToFileURL(SCRIPT).href}');
const ends = { deprecated: true, 'x-deprecated-since': '2026-01-15', 'x-sunset': '2026-07-31' };
const api = (version, paths) => ({
  direction: process.argv[2],
  text: JSON.stringify({ openapi: '3.1.0', info: { title: 'Slips', version }, paths }),
});
const was = api('1.0.0', { '/v1/slips': { post: { operationId: 'sendSlip', ...ends } } });
const [{ changes }] = comparedApi('try', was, api('1.1.0', {}), () => [], [], () => undefined);
console.log(JSON.stringify(changes.map(({ kind, text }) => kind + ': ' + text)));
`;
const gone = (now: string, direction: string): string[] =>
  JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', ASKED, now, direction], { encoding: 'utf8' }),
  ) as string[];

const EARLY = ['breaking: the operation is gone, and its last day, 2026-07-31, is not over'];
const ENDED = ['compatible: the operation is gone, after its announced end'];

test.each([
  ['inbound', '2026-07-31T15:59:59Z', EARLY],
  ['inbound', '2026-07-31T16:00:00Z', ENDED],
  // What OCMS no longer calls, nobody misses.
  ['outbound', '2026-07-31T15:59:59Z', [expect.stringMatching(/^compatible: /) as string]],
])(
  '%s: an operation that is gone at %s, with July 31 as its last day in Singapore (contracts/README.md, Versioning)',
  (direction, now, said) => {
    expect(gone(now, direction)).toEqual(said);
  },
);
