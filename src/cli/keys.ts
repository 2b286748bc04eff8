import type { Command } from 'commander';
import { KEYED_PARTNERS } from '../config/inbound-sandbox';
import { KEY_RING_AGE_MS } from '../features/api-keys';
import type { Calendar } from '../platform/calendar';
import { AppError } from '../platform/errors';
import { actorName, defaultActor, partnerName, table, withSchema } from './support';

export function keysCommands(program: Command): void {
  const keys = program.command('keys').description("the partners' API keys");
  keys
    .command('issue')
    .description('make a key; it is shown once and cannot be shown again')
    .requiredOption('--partner <name>', `one of ${KEYED_PARTNERS.join(', ')}`, partnerName)
    .option(
      '--expires <instant>',
      'when it stops working, ISO 8601 with an offset, or a date (midnight, service time zone)',
    )
    .option('--actor <name>', 'who issues it, for the audit trail', actorName, defaultActor())
    .action(({ partner, expires, actor }: { partner: string; expires?: string; actor: string }) =>
      withSchema(async ({ services: { apiKeys }, calendar }) => {
        const expiresAt = expires === undefined ? null : expiry(expires, calendar);
        const { keyId, key } = await apiKeys.issue({ partner, expiresAt, actor });
        console.log(
          `key id   ${keyId}\npartner  ${partner}\nexpires  ${expiresAt?.toISOString() ?? 'never'}\nkey      ${key}`,
        );
      }),
    );
  keys
    .command('list')
    .description('list the keys; the keys themselves are not stored')
    .action(() =>
      withSchema(async ({ services: { apiKeys }, clock }) => {
        const now = clock.now();
        const lines = (await apiKeys.list()).map(
          ({ keyId, partner, demo, issuedAt, issuedBy, expiresAt, revokedAt, lastUsedAt }) => ({
            'key id': keyId,
            partner,
            state: revokedAt ? 'revoked' : expiresAt && expiresAt <= now ? 'expired' : demo ? 'demo' : 'active',
            issued: issuedAt.toISOString(),
            by: issuedBy,
            expires: expiresAt?.toISOString() ?? '-',
            revoked: revokedAt?.toISOString() ?? '-',
            'last used': lastUsedAt?.toISOString() ?? '-',
          }),
        );
        console.log(lines.length > 0 ? table(lines) : 'no keys');
      }),
    );
  keys
    .command('revoke')
    .description('stop a key from working')
    .argument('<key id>')
    .option('--actor <name>', 'who revokes it, for the audit trail', actorName, defaultActor())
    .action((keyId: string, { actor }: { actor: string }) =>
      withSchema(async ({ services: { apiKeys } }) => {
        await apiKeys.revoke({ keyId, actor });
        // When this returns, no running instance accepts the key any more.
        await new Promise((resolve) => setTimeout(resolve, KEY_RING_AGE_MS));
        console.log(`revoked ${keyId}`);
      }),
    );
}

function expiry(text: string, calendar: Calendar): Date {
  try {
    if (!/^\d{4}-\d{2}-\d{2}/.test(text)) throw new RangeError('not a full date');
    return calendar.parseInstant(text);
  } catch (cause) {
    throw new AppError('validation', `--expires ${text} is neither a date nor an instant`, { cause });
  }
}
