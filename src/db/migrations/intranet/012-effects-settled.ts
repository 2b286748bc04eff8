import type { Migration } from '../migration';

/** Effects that were settled long ago are found without reading what they hold. */
export const effectsSettled: Migration = {
  name: '012-effects-settled',
  async up(executor) {
    await executor.schema.alterTable('ocms_effect_batch', (table) => {
      table.index(['settled_at'], 'ix_ocms_effect_batch_settled');
    });
  },
};
