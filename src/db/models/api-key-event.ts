import { Model } from 'objection';

/** `ocms_api_key_event`: who issued and revoked which key, and when. Rows are only ever added. */
export class ApiKeyEventModel extends Model {
  static override readonly tableName = 'ocms_api_key_event';
  static override readonly idColumn = 'event_id';

  event_id!: number;
  key_id!: string;
  event!: 'ISSUED' | 'REVOKED';
  occurred_at!: unknown;
  actor!: string;
}
