/** Partners that OCMS exchanges files with; `PRINTER` is the printing vendor. */
export type FilePartner = 'VHUB' | 'REPCCS' | 'CES' | 'PRINTER';

/** How often a step is tried. */
export interface Repeats {
  /** The first included. */
  attempts: number;
  /** Before the second attempt, about; it doubles from one to the next. */
  backoffMs: number;
  /** For connecting, and for a transfer that makes no progress. */
  timeoutMs: number;
}

/** How a partner's SFTP server is reached. Folders are paths there. */
export interface SftpSettings extends Repeats {
  host: string;
  port: number;
  user: string;
  /** Fingerprints the server's host key may have, as `ssh-keygen -l` prints them: `SHA256:…`. */
  hostKeys: readonly string[];
  login: { password: string } | { privateKey: string; passphrase?: string };
  /** Where OCMS puts files, where it does. */
  folder?: string;
  /** Where the partner puts files for OCMS. */
  waitingFolder?: string;
  /** Where OCMS moves those it is done with. */
  archiveFolder?: string;
}

/** Where copies of files are kept. The container must exist. */
export type BlobSettings = Repeats & { container: string } & (
    | { connectionString: string }
    /** By managed identity; `clientId` for one that is assigned by the user. */
    | { accountUrl: string; clientId?: string }
  );
