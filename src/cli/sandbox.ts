import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { serveInboundSandbox } from '../app/inbound-sandbox/serve';
import { KEYED_PARTNERS } from '../config/inbound-sandbox';
import { partnerName } from './support';

export function sandboxCommands(program: Command): void {
  const sandbox = program.command('sandbox').description('where partners try what they call, on data of their own');
  sandbox.command('serve').description('run it until it is stopped; it needs no database').action(serveInboundSandbox);
  sandbox
    .command('key')
    .description('print a new key for OCMS_SANDBOX_KEYS, as PARTNER=KEY; it is stored nowhere')
    .requiredOption('--partner <name>', `one of ${KEYED_PARTNERS.join(', ')}`, partnerName)
    .action(({ partner }: { partner: string }) =>
      console.log(`${partner}=ocms_${partner.toLowerCase()}_sandbox_${randomBytes(32).toString('base64url')}`),
    );
}
