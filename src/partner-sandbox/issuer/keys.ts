import { randomUUID } from 'node:crypto';

// It is an ES module, and the sandbox is made of CommonJS ones.
const loadJose = () => import('jose');
type Jose = Awaited<ReturnType<typeof loadJose>>;
type Pair = Awaited<ReturnType<Jose['generateKeyPair']>>;

const ALGORITHM = 'ES256';

/** The issuer's keys: the newest signs, and the one before it is still published. */
export interface SigningKeys {
  /** As {@link https://www.rfc-editor.org/rfc/rfc7517 JWK Set}. */
  published(): { keys: readonly object[] };
  /** A token of these claims, from now on for so many seconds. */
  sign(claims: Record<string, unknown>, lifetimeS: number, typ: string): Promise<string>;
  /** From now on another key signs. */
  rotate(): Promise<void>;
}

export async function signingKeys(): Promise<SigningKeys> {
  const jose = await loadJose();
  let keys: { kid: string; pair: Pair; jwk: object }[] = [];
  const rotate = async (): Promise<void> => {
    const pair = await jose.generateKeyPair(ALGORITHM, { extractable: true });
    const kid = randomUUID();
    const jwk = { ...(await jose.exportJWK(pair.publicKey)), kid, alg: ALGORITHM, use: 'sig' };
    keys = [{ kid, pair, jwk }, ...keys.slice(0, 1)];
  };
  await rotate();
  return {
    published: () => ({ keys: keys.map(({ jwk }) => jwk) }),
    sign: (claims, lifetimeS, typ) => {
      const { kid, pair } = keys[0]!;
      return new jose.SignJWT(claims)
        .setProtectedHeader({ alg: ALGORITHM, kid, typ })
        .setIssuedAt()
        .setExpirationTime(`${lifetimeS}s`)
        .setJti(randomUUID())
        .sign(pair.privateKey);
    },
    rotate,
  };
}
