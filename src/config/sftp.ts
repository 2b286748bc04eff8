import { z } from 'zod';
import type { FilePartner, SftpSettings } from '../files/settings';
import { SANDBOX_HOST_KEY, SANDBOX_SFTP } from './partner-sandbox';
import { defineSection, type Requirements } from './section';
import { text, wholeNumber } from './values';

const sftpUrl = z.string().transform((given, context) => {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (
    url?.protocol === 'sftp:' &&
    url.hostname &&
    url.username &&
    !url.password &&
    /^\/?$/.test(url.pathname) &&
    !url.search &&
    !url.hash
  ) {
    return {
      host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: url.port === '' ? 22 : Number(url.port),
      user: decodeURIComponent(url.username),
    };
  }
  context.addIssue({
    code: 'custom',
    message: 'takes sftp://user@host:port; password and folder have variables of their own',
  });
  return z.NEVER;
});

const hostKeys = z
  .string()
  .transform((list) => list.split(',').map((part) => part.trim()))
  .refine(
    (keys) => keys.every((key) => /^SHA256:[A-Za-z0-9+/]{43}$/.test(key)),
    'takes fingerprints as ssh-keygen -l prints them (SHA256:…), separated by commas',
  );

/** A line break may be written as \n. */
const privateKey = z
  .string()
  .transform((pem) => `${pem.replaceAll('\\n', '\n').trim()}\n`)
  .refine(
    (pem) => /^-----BEGIN (OPENSSH|RSA|EC) PRIVATE KEY-----\n/.test(pem.replaceAll('\r', '')),
    'takes a private key in the form of OpenSSH, or PEM that says RSA or EC',
  );

const folder = z
  .string()
  .regex(/^[^\\\p{Cc}]{1,200}$/u, 'takes a path')
  .refine((path) => !path.split('/').includes('..'), 'takes a path without ..');

const variablesOf = ({ forJobs }: Requirements) => ({
  URL: forJobs(sftpUrl),
  HOST_KEYS: forJobs(hostKeys),
  PASSWORD: text.optional(),
  PRIVATE_KEY: privateKey.optional(),
  PASSPHRASE: text.optional(),
});

/** Of a partner to whom OCMS brings files. */
const receiving = ({ forJobs }: Requirements) => ({ FOLDER: forJobs(folder) });

/** Of a partner who also puts files there for OCMS (F appendix A). */
const acknowledging = ({ forJobs }: Requirements) => ({
  ACK_FOLDER: forJobs(folder),
  ACK_ARCHIVE_FOLDER: forJobs(folder),
});

/** Of the printing vendor (A 8.1b). */
const returning = ({ forJobs }: Requirements) => ({
  RETURN_FOLDER: forJobs(folder),
  RETURN_ARCHIVE_FOLDER: forJobs(folder),
});

type Variables = ReturnType<typeof variablesOf> &
  Partial<ReturnType<typeof receiving> & ReturnType<typeof acknowledging> & ReturnType<typeof returning>>;
type Values = { [Name in keyof Variables]: NonNullable<Variables[Name]>['_output'] };

const PARTNERS: readonly FilePartner[] = ['VHUB', 'REPCCS', 'CES', 'PRINTER'];

/** The folders there are at each partner's server. */
const FOLDERS: Readonly<Record<FilePartner, (requirements: Requirements) => Partial<Variables>>> = {
  VHUB: (requirements) => ({ ...receiving(requirements), ...acknowledging(requirements) }),
  REPCCS: receiving,
  CES: receiving,
  PRINTER: returning,
};

const variable = (partner: FilePartner, name: string): string => `OCMS_${partner}_SFTP_${name}`;

/** F 2.4.3: first try plus up to 2. */
const REPEATS = { attempts: 3, backoffMs: 1_000 };

/** The partners' SFTP servers: `OCMS_<PARTNER>_SFTP_URL` and so on, for each (F 2.4 to 2.6). */
export const sftpSection = defineSection({
  variables: (requirements) => ({
    ...Object.fromEntries(
      PARTNERS.flatMap((partner) => {
        return Object.entries({ ...variablesOf(requirements), ...FOLDERS[partner](requirements) }).map(
          ([name, schema]) => [variable(partner, name), schema] as const,
        );
      }),
    ),
    OCMS_SFTP_TIMEOUT_MS: wholeNumber(100, 600_000).optional(),
  }),
  problems(given, { production, needs }) {
    const inProduction = production && needs.includes('worker');
    return PARTNERS.flatMap((partner) => {
      const [url, hostKeys, password, key] = ['URL', 'HOST_KEYS', 'PASSWORD', 'PRIVATE_KEY'].map((name) =>
        variable(partner, name),
      ) as [string, string, string, string];
      const why = inProduction ? 'in production' : url in given ? `with ${url}` : undefined;
      const problems: string[] = [];
      // What a server is trusted by is never guessed.
      if (!inProduction && url in given && !(hostKeys in given)) problems.push(`${hostKeys} is required with ${url}`);
      if (why !== undefined && !(password in given || key in given))
        problems.push(`${password} or ${key} is required ${why}`);
      if (password in given && key in given) problems.push(`${password} and ${key} exclude each other`);
      return problems;
    });
  },
  settings(values, { production, port }) {
    const timeoutMs = values.OCMS_SFTP_TIMEOUT_MS ?? 30_000;
    const settingsOf = (partner: FilePartner): SftpSettings | undefined => {
      const of = <Name extends keyof Values>(name: Name): Values[Name] =>
        (values as Record<string, unknown>)[variable(partner, name)] as Values[Name];
      const folders = {
        ...(partner !== 'PRINTER' && { folder: of('FOLDER') ?? 'incoming' }),
        ...(partner === 'VHUB' && {
          waitingFolder: of('ACK_FOLDER') ?? 'outgoing',
          archiveFolder: of('ACK_ARCHIVE_FOLDER') ?? 'archive',
        }),
        ...(partner === 'PRINTER' && {
          waitingFolder: of('RETURN_FOLDER') ?? 'outgoing',
          archiveFolder: of('RETURN_ARCHIVE_FOLDER') ?? 'archive',
        }),
      };
      const url = of('URL');
      const password = of('PASSWORD');
      const key = of('PRIVATE_KEY');
      const passphrase = of('PASSPHRASE');
      const keys = of('HOST_KEYS');
      if (url === undefined) {
        // Production never calls, and never holds a key of, the sandbox.
        if (production) return undefined;
        return {
          host: '127.0.0.1',
          port: port + SANDBOX_SFTP[partner],
          user: 'ocms',
          hostKeys: [SANDBOX_HOST_KEY],
          login: { password: `sandbox-${partner.toLowerCase()}-key` },
          ...folders,
          ...REPEATS,
          timeoutMs,
        };
      }
      if (keys === undefined) return undefined;
      const login =
        key === undefined
          ? { password: password! }
          : { privateKey: key, ...(passphrase !== undefined && { passphrase }) };
      return { ...url, hostKeys: keys, login, ...folders, ...REPEATS, timeoutMs };
    };
    return {
      /** By partner; undefined for one that this process is not told how to reach. */
      sftp: Object.fromEntries(PARTNERS.map((partner) => [partner, settingsOf(partner)])) as Readonly<
        Record<FilePartner, SftpSettings | undefined>
      >,
    };
  },
});
