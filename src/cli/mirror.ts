import type { Command } from 'commander';
import type { RowValue } from '../db/dialects/dialect';
import { MIRRORED_COLUMNS } from '../features/internet-mirror';
import { AppError } from '../platform/errors';
import { lineCount, progressDisplay, table, withSchema } from './support';

const NUMBERS_SHOWN = 100;

export function mirrorCommands(program: Command): void {
  const mirror = program.command('mirror').description('the copy of the notices in the internet zone');
  mirror
    .command('status')
    .description('how much waits to be copied, and what could not be')
    .option('--limit <number>', 'how many notices that could not be copied are listed', lineCount, 50)
    .action(({ limit }: { limit: number }) =>
      withSchema(async ({ services: { internetMirror }, calendar }) => {
        const { notices, oldest, manualVerification } = await internetMirror.backlog();
        const seconds = oldest ? Math.max(0, Math.round((calendar.now().getTime() - oldest.getTime()) / 1_000)) : 0;
        console.log(
          `waiting              ${notices}${oldest ? `, the oldest for ${seconds} s` : ''}\nmanual verification  ${manualVerification}`,
        );
        const failures = await internetMirror.failures(limit);
        if (failures.length === 0) return;
        console.log(
          table(
            failures.map(({ noticeNo, failures, lastFailedAt, manualVerification, error }) => ({
              notice: noticeNo,
              failures: String(failures),
              'last failed': calendar.format(lastFailedAt),
              next: manualVerification ? 'manual verification' : 'tried again',
              error,
            })),
          ),
        );
      }),
    );
  mirror
    .command('show')
    .description('a notice in both zones')
    .argument('<notice number>')
    .action((noticeNo: string) =>
      withSchema(
        async ({ services: { internetMirror } }) => {
          const { intranet, internet, awaited } = await internetMirror.show(noticeNo);
          if (!intranet && !internet) throw new AppError('not-found', `neither zone has a notice ${noticeNo}`);
          const columns = MIRRORED_COLUMNS.map((column, index) => ({
            column,
            intranet: cell(intranet?.values[index]),
            internet: cell(internet?.values[index]),
          }));
          console.log(table(columns));
          if (awaited)
            console.log(
              'the mirror is not up to date yet: the notice is copied soon, at the latest by the next run of sync_internet_zone',
            );
        },
        [],
        ['intranet', 'internet'],
      ),
    );
  mirror
    .command('reconcile')
    .description('compare the zones notice by notice; ends with 0 when they agree or were repaired, 1 when they differ')
    .option('--repair', 'bring the notices of the intranet zone to the internet zone as they are')
    .option('--remove-surplus', 'remove notices that only the internet zone has')
    .action(({ repair = false, removeSurplus = false }: { repair?: boolean; removeSurplus?: boolean }) =>
      withSchema(
        async ({ services: { internetMirror } }) => {
          const display = progressDisplay('mirror reconcile');
          const { compared, awaited, differing, differences, repaired } = await internetMirror.reconcile({
            repair,
            removeSurplus,
            onProgress: (compared) => display.show({ compared }),
          });
          display.end();
          const repairing = repair || removeSurplus;
          console.log(
            `compared ${compared}, differences ${differing}, waiting to be copied ${awaited}${repairing ? `, repaired ${repaired}` : ''}`,
          );
          for (const [difference, numbers] of Object.entries(differences)) {
            if (numbers.length === 0) continue;
            const more = numbers.length > NUMBERS_SHOWN ? ' …' : '';
            console.log(`${difference}: ${numbers.slice(0, NUMBERS_SHOWN).join(' ')}${more}`);
          }
          if (differences.surplus.length > 0 && !removeSurplus) {
            console.log(
              'Surplus notices stay: if OCMS_INTRANET_DB is the right database, --remove-surplus removes them.',
            );
          }
          process.exitCode = differing > repaired ? 1 : 0;
        },
        [],
        ['intranet', 'internet'],
      ),
    );
}

const cell = (value: RowValue | undefined): string => {
  if (value === undefined) return '';
  if (value === null) return '-';
  return value instanceof Date ? value.toISOString() : String(value);
};
