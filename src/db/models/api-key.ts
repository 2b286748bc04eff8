import { Model } from 'objection';

/** `ocms_api_key`: the keys partners call with; only their hashes are stored. */
export class ApiKeyModel extends Model {
  static override readonly tableName = 'ocms_api_key';
  static override readonly idColumn = 'key_id';

  key_id!: string;
  partner!: string;
  /** SHA-256 of the key, hexadecimal. */
  key_hash!: string;
  /** 'Y' for a key of the demo data, which production refuses. */
  demo!: 'Y' | 'N';
  expires_at!: unknown;
  revoked_at!: unknown;
  last_used_at!: unknown;
  cre_date!: unknown;
  cre_user_id!: string;
  upd_date!: unknown;
  upd_user_id!: string | null;
}
