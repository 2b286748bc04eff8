import type { Migration } from '../migration';

/** Names of car parks in any script, as in the intranet zone (decisions §2). */
export const mirroredAnyText: Migration = {
  name: '002-any-text',
  up: (executor, dialect) =>
    dialect.widenText(executor, { table: 'eocms_valid_offence_notice', name: 'pp_name', characters: 100 }),
};
