import { hostname } from 'node:os';
import { z } from 'zod';
import { defineSection, type Role } from './section';
import { timeZone } from './values';

const BOTH: readonly Role[] = ['api', 'worker'];

const roles = z.string().transform((text, context): Role[] => {
  const named = text.split(',').map((part) => part.trim());
  if (named.every((role): role is Role => role === 'api' || role === 'worker')) return [...new Set(named)];
  context.addIssue({ code: 'custom', message: 'takes api, worker or both, separated by a comma' });
  return z.NEVER;
});

/** The process itself: what it does, who it is, what time it is, what it logs. */
export const processSection = defineSection({
  variables: () => ({
    OCMS_ROLES: roles.optional(),
    OCMS_INSTANCE: z
      .string()
      .regex(/^[\w.-]{1,60}$/, 'takes 1 to 60 letters, digits, dots, underscores and hyphens')
      .optional(),
    OCMS_TIME_ZONE: timeZone.optional(),
    OCMS_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).optional(),
  }),
  settings: (values) => ({
    /** What this process does: answer partners, run jobs, or both. */
    roles: values.OCMS_ROLES ?? BOTH,
    /** Tells this process from others in the records of jobs. */
    instance: values.OCMS_INSTANCE ?? `${hostname().slice(0, 50)}-${process.pid}`,
    /** The zone calendar dates belong to (decisions §2). */
    timeZone: values.OCMS_TIME_ZONE ?? 'Asia/Singapore',
    logLevel: values.OCMS_LOG_LEVEL ?? ('info' as const),
  }),
});
