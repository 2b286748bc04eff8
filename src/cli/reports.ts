import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { type Format, FORMATS, NO_RECORDS, type ReportFile } from '../features/reports';
import { AppError } from '../platform/errors';
import { actorName, defaultActor, withSchema } from './support';

interface Options {
  from: string;
  to: string;
  out: string;
  format: Format;
  actor: string;
}
interface AnsOptions extends Options {
  vehicle?: string;
  subsystem?: string;
}

export function reportsCommands(program: Command): void {
  const reports = program.command('reports').description('reports for staff');
  reports
    .command('ans')
    .description('write the ad-hoc report on notices suspended PS-ANS in a period of at most 31 days, newest first')
    .requiredOption('--from <date>', 'the first day of suspension, YYYY-MM-DD')
    .requiredOption('--to <date>', 'the last day')
    .requiredOption('--out <file>', 'where to write it; what is there is replaced')
    .option('--format <format>', FORMATS.join(', '), formatName, 'xlsx')
    .option('--vehicle <number>', "this vehicle's only")
    .option('--subsystem <label>', 'those of this subsystem label only')
    .option('--actor <name>', 'who asks, for the audit', actorName, defaultActor())
    .action(({ from, to, out, format, vehicle, subsystem, actor }: AnsOptions) =>
      withSchema(async ({ services }) => {
        const period = { from, to };
        const file = await services.ansReport.make({ period, format, vehicleNo: vehicle, subsystem, by: actor });
        await write(file, out);
      }),
    );
  reports
    .command('letters')
    .description('write the reconciliation of AN letters submitted with what the printing vendor says, by day')
    .requiredOption('--from <date>', 'the first day of submission, YYYY-MM-DD')
    .requiredOption('--to <date>', 'the last day')
    .requiredOption('--out <file>', 'where to write it; what is there is replaced')
    .option('--format <format>', FORMATS.join(', '), formatName, 'xlsx')
    .option('--actor <name>', 'who asks, for the audit', actorName, defaultActor())
    .action(({ from, to, out, format, actor }: Options) =>
      withSchema(async ({ services }) => {
        await write(await services.letterReconciliationReport.make({ period: { from, to }, format, by: actor }), out);
      }),
    );
}

function formatName(value: string): Format {
  const format = FORMATS.find((known) => known === value);
  if (!format) throw new InvalidArgumentError(`Formats are ${FORMATS.join(', ')}.`);
  return format;
}

/** Whole, or not at all. */
async function write(file: ReportFile | undefined, out: string): Promise<void> {
  if (!file) {
    console.log(NO_RECORDS);
    return;
  }
  const unfinished = `${out}.${process.pid}.part`;
  try {
    await pipeline(file.content, createWriteStream(unfinished, { flags: 'wx', mode: 0o600 }));
    await rename(unfinished, out);
  } catch (cause) {
    await rm(unfinished, { force: true });
    if (cause instanceof AppError) throw cause;
    throw new AppError('internal', `the report could not be written to ${out}`, { cause });
  }
  console.log(`written to ${out}`);
}
