// Makes the secrets of compose.yaml, once, in .data/compose/: passwords, the SFTP server's key, and the service's own.
import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ensureInstalled } from './lib/install.mjs';
import { entry, note, root } from './lib/process.mjs';

const PARTNERS = ['vhub', 'repccs', 'ces', 'printer'];
/** Who try their calls against the sandbox. */
const CALLERS = ['CAS', 'PLUS', 'REPCCS', 'CES'];

await entry(async () => {
  await ensureInstalled();
  const folder = path.resolve(process.argv[2] ?? path.join(root, '.data/compose'));
  if (fs.existsSync(path.join(folder, 'service.env'))) {
    note(`${folder} has its secrets already; delete it, and the volumes, for others.`);
    return;
  }
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  // What a container's own user must read is open to all, in a folder that is not.
  for (const [name, { text, mode = 0o444 }] of Object.entries(secrets()))
    fs.writeFileSync(path.join(folder, name), text, { mode });
  note(`The secrets are in ${folder}.`);
});

function secrets() {
  const { utils } = createRequire(import.meta.url)('ssh2');
  const hostKey = hostKeyOf(utils);
  const fingerprint = createHash('sha256').update(utils.parseKey(hostKey.public).getPublicSSH()).digest('base64');
  // SQL Server asks for letters of both kinds and digits.
  const databasePassword = `Aa1${randomBytes(24).toString('hex')}`;
  const blobKey = randomBytes(32).toString('base64');
  const passwords = Object.fromEntries(PARTNERS.map((partner) => [partner, randomBytes(24).toString('hex')]));
  const database = (name) => `mssql://sa:${databasePassword}@sqlserver:1433/${name}?trustServerCertificate=true`;
  const service = {
    OCMS_INTRANET_DB: database('ocms'),
    OCMS_INTERNET_DB: database('eocms'),
    OCMS_DATA_KEYS: `compose:${randomBytes(32).toString('base64')}`,
    OCMS_BLOB_CONNECTION_STRING: `DefaultEndpointsProtocol=http;AccountName=ocms;AccountKey=${blobKey};BlobEndpoint=http://azurite:10000/ocms;`,
    ...Object.fromEntries(
      PARTNERS.flatMap((partner) => [
        [`OCMS_${partner.toUpperCase()}_SFTP_PASSWORD`, passwords[partner]],
        [`OCMS_${partner.toUpperCase()}_SFTP_HOST_KEYS`, `SHA256:${fingerprint.replace(/=+$/, '')}`],
      ]),
    ),
  };
  const sandboxKeys = CALLERS.map(
    (partner) => `${partner}=ocms_${partner.toLowerCase()}_sandbox_${randomBytes(32).toString('base64url')}`,
  );
  return {
    'service.env': {
      text: Object.entries(service)
        .map(([name, value]) => `${name}="${value}"\n`)
        .join(''),
    },
    'sandbox.env': { text: `OCMS_SANDBOX_KEYS="${sandboxKeys.join(',')}"\n` },
    'sa-password': { text: databasePassword },
    'blob-account': { text: `ocms:${blobKey}` },
    // User, password, uid, gid, folders. For sshd, which is root there and takes no key that others can read.
    'sftp-users': {
      text: PARTNERS.map(
        (partner, index) => `${partner}:${passwords[partner]}:${1001 + index}:100:incoming,outgoing,archive\n`,
      ).join(''),
      mode: 0o600,
    },
    'sftp-host-key': { text: hostKey.private, mode: 0o600 },
  };
}

/** ssh2 makes a key that nobody can read, now and then: one that begins with a zero, which it leaves out. */
function hostKeyOf(utils) {
  for (;;) {
    const made = utils.generateKeyPairSync('ed25519');
    if (![made.public, made.private].some((key) => utils.parseKey(key) instanceof Error)) return made;
  }
}
