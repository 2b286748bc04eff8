import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readVhubViolation } from '../../generated/files/vhub-violation';
import type { TestSandbox } from '../e2e/sandbox/sandbox';
import type { TestContext } from '../support/contexts';

interface Place {
  readonly context: TestContext;
  readonly sandbox: TestSandbox;
}

/** By its reference vHub takes a batch once: every notice in one batch only, the ledger and the rows agreeing with vHub. */
export async function batchProblems({ context, sandbox }: Place): Promise<string[]> {
  const { body } = await sandbox.admin('GET', '/received?operation=updateViolation');
  const batches = new Map<string, string[]>();
  const problems: string[] = [];
  for (const { body: sent } of body as { body: string }[]) {
    const { BatchReference, Violations } = JSON.parse(sent) as {
      BatchReference: string;
      Violations: { ViolationNo: string }[];
    };
    const numbers = Violations.map(({ ViolationNo }) => ViolationNo);
    if ((batches.get(BatchReference) ?? numbers).join() !== numbers.join())
      problems.push(`batch ${BatchReference} came with other records`);
    batches.set(BatchReference, numbers);
  }
  return [...problems, ...(await recordProblems(context, batches, 'ocms_offence_avss', 'batch_reference'))];
}

/** Every notice in one file only, the ledger and the rows agreeing with the files, of each a copy in Blob. */
export async function fileProblems({ context, sandbox }: Place): Promise<string[]> {
  const folder = join(sandbox.filesFolder, 'vhub', 'incoming');
  const files = new Map<string, string[]>();
  const problems: string[] = [];
  for (const name of await readdir(folder)) {
    const text = await readFile(join(folder, name), 'utf8');
    files.set(
      name,
      readVhubViolation(text).Violation.map(({ ViolationNo }) => ViolationNo),
    );
    const copy = await sandbox.admin('GET', `/files/blob/ocms/vhub/${name}`);
    if (copy.text !== text) problems.push(`Blob has no copy of ${name}, or another`);
  }
  return [...problems, ...(await recordProblems(context, files, 'ocms_offence_avss_sftp', 'file_name'))];
}

/** @param sent the numbers of the notices by reference, as vHub has them. */
async function recordProblems(
  { intranet }: TestContext,
  sent: ReadonlyMap<string, readonly string[]>,
  table: string,
  column: string,
): Promise<string[]> {
  const problems: string[] = [];
  const numbers = [...sent.values()].flat();
  if (new Set(numbers).size !== numbers.length) problems.push('a notice came twice, under two references');
  const [ledger, rows] = await intranet.read(async (executor) => [
    await executor('ocms_effect_batch').select<{ reference: string; state: string }[]>('reference', 'state'),
    await executor(table).select<Record<string, string>[]>(column, 'offence_no'),
  ]);
  const lines = (each: readonly string[]): string => [...each].sort().join();
  if (
    lines(ledger.map(({ reference, state }) => `${reference} ${state}`)) !==
    lines([...sent.keys()].map((reference) => `${reference} SENT`))
  )
    problems.push('the ledger has others than vHub, or not all SENT');
  if (
    lines(rows.map((row) => `${row[column]} ${row.offence_no}`)) !==
    lines([...sent].flatMap(([reference, those]) => those.map((number) => `${reference} ${number}`)))
  )
    problems.push(`${table} has other rows than vHub has records`);
  return problems;
}
