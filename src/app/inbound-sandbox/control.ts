import express, { type Request, Router } from 'express';
import type { KeyRing } from '../../features/api-keys';
import { MAGIC } from '../../demo/magic';
import { AppError } from '../../platform/errors';
import { FAULT_NUMBERS } from './faults';
import type { Places } from './places';

const MOST_BYTES = 1_000;
/** An instant with its offset, so that nobody has to guess whose time it is. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;
/** Within which a clock can be set: what the databases' dates, and the rules about them, are made for. */
const [FIRST_YEAR, LAST_YEAR] = [2000, 2099];

/**
 * What a key's owner can do with its place, each with the key in the header that its operations take:
 * `GET /_sandbox` tells its clock and magic values, `POST /_sandbox/clock` sets the clock (`{"now": INSTANT or null}`),
 * `POST /_sandbox/reset` has it begin anew.
 */
export function controlRouter({
  keyRing,
  keyHeaders,
  places,
}: {
  keyRing: KeyRing;
  /** The headers in which partners send keys. */
  keyHeaders: readonly string[];
  places: Places;
}): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const ownerOf = async (request: Request) => {
    const given = keyHeaders.flatMap((name) => request.get(name) ?? []);
    const owner = given.length === 1 ? await keyRing.ownerOf(given[0]!) : undefined;
    if (!owner) throw new AppError('unauthenticated', 'no valid key');
    return owner;
  };
  const clockOf = (keyId: string) =>
    places.with(keyId, async ({ clock }) => ({ data: { now: clock.now().toISOString() } }));

  router.get('/_sandbox', async (request, response) => {
    const { keyId, partner } = await ownerOf(request);
    const { data } = await clockOf(keyId);
    const own = MAGIC.find((each) => each.partner === partner)?.magic ?? [];
    response.json({ data: { partner, ...data, magic: [...own, ...FAULT_NUMBERS] } });
  });

  router.post('/_sandbox/clock', async (request, response) => {
    const { keyId } = await ownerOf(request);
    const now = instantIn(await bodyOf(request));
    await places.with(keyId, async ({ clock }) => clock.set(now));
    response.json(await clockOf(keyId));
  });

  router.post('/_sandbox/reset', async (request, response) => {
    const { keyId } = await ownerOf(request);
    await places.forget(keyId);
    response.json(await clockOf(keyId));
  });

  for (const [path, allowed] of [
    ['/_sandbox', 'GET, HEAD'],
    ['/_sandbox/clock', 'POST'],
    ['/_sandbox/reset', 'POST'],
  ] as const)
    router.all(path, () => {
      throw new AppError('method-not-allowed', 'wrong method', { headers: { Allow: allowed } });
    });
  return router;
}

const json = express.json({ limit: MOST_BYTES, strict: true });

/** Read after the key was. */
const bodyOf = (request: Request): Promise<unknown> =>
  new Promise((resolve, reject) => {
    json(request, request.res!, (error?: unknown) => {
      if (error) reject(new AppError('validation', 'no JSON', { cause: error }));
      else resolve(request.body);
    });
  });

/** @throws AppError `validation` */
function instantIn(body: unknown): Date | undefined {
  const now = (body as { now?: unknown } | undefined)?.now;
  if (now === null) return undefined;
  const instant = typeof now === 'string' && INSTANT.test(now) ? new Date(now) : new Date(NaN);
  const year = instant.getUTCFullYear();
  if (!(year >= FIRST_YEAR && year <= LAST_YEAR)) {
    throw new AppError('validation', 'no instant', {
      details: [
        {
          path: '/body/now',
          message: `takes a date and time with its offset, from ${FIRST_YEAR} to ${LAST_YEAR}, or null`,
        },
      ],
    });
  }
  return instant;
}
