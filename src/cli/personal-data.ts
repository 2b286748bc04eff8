import type { Command } from 'commander';
import { newDataKey } from '../platform/encryption';

export function personalDataCommands(program: Command): void {
  const personalData = program.command('personal-data').description("owners' particulars, which are stored encrypted");
  personalData
    .command('key')
    .description('print a new key for OCMS_DATA_KEYS; it is stored nowhere')
    .action(() => console.log(newDataKey()));
}
