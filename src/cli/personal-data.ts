import type { Command } from 'commander';
import { newDataKey } from '../platform/encryption';
import { progressDisplay, table, withSchema } from './support';

export function personalDataCommands(program: Command): void {
  const personalData = program.command('personal-data').description("owners' particulars, which are stored encrypted");
  personalData
    .command('key')
    .description('print a new key for OCMS_DATA_KEYS; it is stored nowhere')
    .action(() => console.log(newDataKey()));
  personalData
    .command('keys')
    .description('count what is encrypted with each key; one that counts nothing may go')
    .action(() =>
      withSchema(async ({ services: { keyRotation } }) => {
        const lines = (await keyRotation().keyUse()).map(({ keyId, use, values }) => ({
          key: keyId ?? '(not encrypted)',
          values: String(values),
          use,
        }));
        console.log(table(lines));
      }),
    );
  personalData
    .command('rotate')
    .description(
      'encrypt what is under other keys with the first one; can be cut and run again; ends with 1 where something does not decrypt',
    )
    .action(() =>
      withSchema(async ({ services: { keyRotation } }) => {
        const display = progressDisplay('personal-data rotate');
        const { rotated, changedMeanwhile, failed, reasons } = await keyRotation().rotate((counts) =>
          display.show(counts),
        );
        display.end();
        console.log(`rotated ${rotated}, changed meanwhile ${changedMeanwhile}, failed ${failed}`);
        for (const reason of reasons) console.log(reason);
        if (failed > reasons.length) console.log(`and ${failed - reasons.length} more`);
        process.exitCode = failed > 0 ? 1 : 0;
      }),
    );
}
