import { isIPv4 } from 'node:net';
import { z } from 'zod';

/** What values of variables look like: each says what it takes, and never repeats what it was given. */

export const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `takes a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `takes a whole number from ${min} to ${max}`);

export const text = z.string().min(1);

export const timeZone = z.string().refine((name) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}, 'takes the name of a time zone, such as Asia/Singapore');

export const addresses = z
  .string()
  .transform((list) =>
    list
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  )
  .refine(
    (parts) => parts.every((part) => /^(loopback|linklocal|uniquelocal|[0-9a-fA-F.:]+(\/\d{1,3})?)$/.test(part)),
    'takes addresses or CIDR ranges, separated by commas',
  );

export const url = (...protocols: string[]) =>
  z
    .string()
    .refine(
      (given) => URL.canParse(given) && protocols.includes(new URL(given).protocol),
      `takes a URL that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
    )
    .refine(
      (given) => !URL.canParse(given) || !protocols.includes('https:') || new URL(given).username === '',
      'takes a URL without a user: the key has a variable of its own',
    );

/** Whether only this machine reaches what listens there; a name other than localhost may lead anywhere. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));

export const headerValue = z.string().regex(/^[\x21-\x7e]+$/, 'takes printable characters without spaces');

export const mailAddress = z.string().regex(/^[^\s@,;<>"]+@[^\s@,;<>"]+$/, 'takes one e-mail address');

export const share = z
  .string()
  .regex(/^(0|1|0?\.\d+|1\.0+|0\.\d+)$/, 'takes a share from 0 to 1')
  .transform(Number);
