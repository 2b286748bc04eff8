import type { Command } from 'commander';
import { knownParameters } from '../features/parameters';
import { actorName, defaultActor, table, withSchema } from './support';

export function parametersCommands(program: Command): void {
  const parameters = program
    .command('parameters')
    .description('numbers that jobs go by, such as days and the admin fee');
  parameters
    .command('list')
    .description('list them, those that are missing too')
    .action(() =>
      withSchema(async (context) => {
        const stored = new Map(
          (await context.services.parameters.list()).map((each) => [`${each.id} ${each.code}`, each]),
        );
        const lines = knownParameters().map(({ id, code, purpose }) => {
          const found = stored.get(`${id} ${code}`);
          return {
            id,
            code,
            value: found?.value ?? '-',
            changed: found?.changedAt.toISOString() ?? '-',
            by: found?.changedBy ?? '-',
            'what it is': purpose,
          };
        });
        console.log(table(lines));
      }),
    );
  parameters
    .command('set')
    .description('give one its value')
    .argument('<id>')
    .argument('<code>')
    .argument('<value>')
    .option('--actor <name>', 'who sets it, for the audit columns', actorName, defaultActor())
    .action((id: string, code: string, value: string, { actor }: { actor: string }) =>
      withSchema(async (context) => {
        const before = await context.services.parameters.set({ id, code, value, actor });
        console.log(`${id} ${code}: ${value}${before === undefined ? '' : ` (before: ${before})`}`);
      }),
    );
}
