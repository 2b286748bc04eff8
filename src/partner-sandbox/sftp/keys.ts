import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';

/** Keys that are the same on every machine. They are no secret. */
export interface KnownKey {
  /** In the form of OpenSSH. */
  readonly privateKey: string;
  /** As it goes over the wire. */
  readonly publicKey: Buffer;
  /** As `ssh-keygen -l` prints it. */
  readonly fingerprint: string;
}

/** Of every SFTP server of the sandbox. */
export const hostKey = (): KnownKey => knownKey('the host key of the partner sandbox');
/** What a server shows that is not the one it should be. */
export const wrongHostKey = (): KnownKey => knownKey('another host key of the partner sandbox');
/** With which OCMS may log in, beside the password. */
export const clientKey = (): KnownKey => knownKey('the client key of the partner sandbox');

const TYPE = 'ssh-ed25519';
/** What precedes the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

function knownKey(name: string): KnownKey {
  const seed = createHash('sha256').update(name).digest();
  const pkcs8 = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
  const point = createPublicKey(pkcs8).export({ format: 'der', type: 'spki' }).subarray(-32);
  const publicKey = Buffer.concat([field(TYPE), field(point)]);
  return {
    privateKey: openSsh(seed, point, publicKey),
    publicKey,
    fingerprint: `SHA256:${createHash('sha256').update(publicKey).digest('base64').replace(/=+$/, '')}`,
  };
}

/** OpenSSH's PROTOCOL.key, without encryption: the only form of Ed25519 keys that ssh2 reads. */
function openSsh(seed: Buffer, point: Buffer, publicKey: Buffer): string {
  const check = Buffer.alloc(8);
  const secret = Buffer.concat([check, field(TYPE), field(point), field(Buffer.concat([seed, point])), field('')]);
  const padding = Buffer.from(Array.from({ length: (8 - (secret.length % 8)) % 8 }, (_, index) => index + 1));
  const one = Buffer.from([0, 0, 0, 1]);
  const whole = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    ...[field('none'), field('none'), field(''), one, field(publicKey), field(Buffer.concat([secret, padding]))],
  ]);
  const lines = whole.toString('base64').match(/.{1,70}/g)!;
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines.join('\n')}\n-----END OPENSSH PRIVATE KEY-----\n`;
}

function field(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
