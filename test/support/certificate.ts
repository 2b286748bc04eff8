import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const HOUR_MS = 3_600_000;

/** Tags of DER (X.690). */
const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  oid: 0x06,
  utf8: 0x0c,
  utcTime: 0x17,
  sequence: 0x30,
  set: 0x31,
  ipAddress: 0x87,
  explicit: (number: number): number => 0xa0 + number,
};

/** Object identifiers, encoded. */
const OID = {
  ecdsaWithSha256: '2a8648ce3d040302',
  commonName: '550403',
  subjectAltName: '551d11',
  basicConstraints: '551d13',
};

/**
 * A certificate for 127.0.0.1 that signs itself, valid for an hour, and its key, both as PEM. Made here (RFC 5280) as
 * Node.js makes none, openssl's program is not on every machine, and one that is committed ends.
 */
export function loopbackCertificate(): { cert: string; key: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(oid(OID.ecdsaWithSha256));
  const name = sequence(der(TAG.set, sequence(oid(OID.commonName), der(TAG.utf8, Buffer.from('OCMS tests')))));
  const time = (at: number): Buffer =>
    der(TAG.utcTime, Buffer.from(`${new Date(at).toISOString().slice(2, 19).replaceAll(/[-:T]/g, '')}Z`));
  const extension = (id: string, value: Buffer): Buffer => sequence(oid(id), der(TAG.octets, value));
  const content = sequence(
    der(TAG.explicit(0), der(TAG.integer, Buffer.of(2))), // version 3
    der(TAG.integer, Buffer.concat([Buffer.of(1), randomBytes(8)])),
    algorithm,
    name,
    sequence(time(Date.now() - HOUR_MS), time(Date.now() + HOUR_MS)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(
      TAG.explicit(3),
      sequence(
        extension(OID.basicConstraints, sequence(der(TAG.boolean, Buffer.of(0xff)))),
        extension(OID.subjectAltName, sequence(der(TAG.ipAddress, Buffer.of(127, 0, 0, 1)))),
      ),
    ),
  );
  const certificate = sequence(content, algorithm, bits(sign('sha256', content, privateKey)));
  const lines = certificate.toString('base64').match(/.{1,64}/g)!;
  return {
    cert: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), content]);
}

const sequence = (...parts: Buffer[]): Buffer => der(TAG.sequence, Buffer.concat(parts));
const oid = (hex: string): Buffer => der(TAG.oid, Buffer.from(hex, 'hex'));
const bits = (content: Buffer): Buffer => der(TAG.bits, Buffer.concat([Buffer.of(0), content]));
