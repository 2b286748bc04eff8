import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import { MOST_BYTES, REFERENCE_NAMES, referenceFile, type ReferenceName } from '../features/reference-data';
import { AppError } from '../platform/errors';
import { actorName, defaultActor, withSchema } from './support';

export function referenceCommands(program: Command): void {
  const reference = program.command('reference').description('reference data OCMS keeps itself, as CSV files');
  reference
    .command('import')
    .description(
      'make a list what the file says: rows that the file lacks are removed, parameters stay; a file that is not wholly right changes nothing',
    )
    .argument('<list>', REFERENCE_NAMES.join(', '), referenceName)
    .argument('<file>', 'CSV, UTF-8, the columns as `reference list` shows them')
    .option('--actor <name>', 'who imports it, for the audit columns', actorName, defaultActor())
    .action((name: ReferenceName, file: string, { actor }: { actor: string }) =>
      withSchema(async ({ services: { referenceData } }) => {
        const { added, changed, removed, unchanged } = await referenceData.import(name, contentOf(file), actor);
        console.log(`${name}: added ${added}, changed ${changed}, removed ${removed}, unchanged ${unchanged}`);
      }),
    );
  reference
    .command('list')
    .description('list it, as the file to import would have it')
    .argument('<list>', REFERENCE_NAMES.join(', '), referenceName)
    .action((name: ReferenceName) =>
      withSchema(async ({ services: { referenceData } }) => {
        process.stdout.write(referenceFile(name, await referenceData.list(name)));
      }),
    );
}

function referenceName(value: string): ReferenceName {
  const name = REFERENCE_NAMES.find((known) => known === value);
  if (!name) throw new InvalidArgumentError(`Lists are ${REFERENCE_NAMES.join(', ')}.`);
  return name;
}

/** As much of a file as is asked for, at most. */
function readStart(file: string, most: number): Buffer {
  const handle = openSync(file, 'r');
  try {
    const content = Buffer.alloc(Math.min(most, fstatSync(handle).size || most));
    let length = 0;
    for (let read = -1; read !== 0 && length < content.length; length += read)
      read = readSync(handle, content, length, content.length - length, null);
    return content.subarray(0, length);
  } finally {
    closeSync(handle);
  }
}

function contentOf(file: string): Buffer {
  try {
    // What is over the limit is refused by its size: it is not read to its end.
    return readStart(file, MOST_BYTES + 1);
  } catch (cause) {
    throw new AppError('validation', `the file ${file} cannot be read`, { cause });
  }
}
