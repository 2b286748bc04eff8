import { z } from 'zod';
import { defineSection } from './section';
import { share, url } from './values';

const HEADERS = 'takes names and values of headers, such as Authorization=Bearer abc, separated by commas';

const headers = z.string().transform((list, context): Readonly<Record<string, string>> => {
  const pairs = list
    .split(',')
    .map((pair) => /^([!#$%&'*+.^_`|~0-9A-Za-z-]+)=([\x21-\x7e][\x20-\x7e]*)$/.exec(pair.trim()));
  if (pairs.every((pair) => pair !== null))
    return Object.fromEntries(pairs.map(([, name, value]) => [name!, value!] as const));
  context.addIssue({ code: 'custom', message: HEADERS });
  return z.NEVER;
});

const name = z.string().regex(/^[\w.-]{1,60}$/, 'takes 1 to 60 letters, digits, dots, underscores and hyphens');

/** OpenTelemetry traces, off unless a collector is named. */
export const tracingSection = defineSection({
  variables: () => ({
    OCMS_OTEL_ENDPOINT: url('http:', 'https:').optional(),
    OCMS_OTEL_HEADERS: headers.optional(),
    OCMS_OTEL_RATIO: share.optional(),
    OCMS_OTEL_SERVICE_NAME: name.optional(),
    OCMS_OTEL_ENVIRONMENT: name.optional(),
    OCMS_OTEL_TRACEPARENT_OUT: z.enum(['on', 'off']).optional(),
  }),
  settings: ({ OCMS_OTEL_ENDPOINT: endpoint, ...values }) => ({
    tracing:
      endpoint === undefined
        ? undefined
        : {
            endpoint,
            headers: values.OCMS_OTEL_HEADERS ?? {},
            ratio: values.OCMS_OTEL_RATIO ?? 1,
            serviceName: values.OCMS_OTEL_SERVICE_NAME ?? 'ocms',
            environment: values.OCMS_OTEL_ENVIRONMENT,
            passOn: values.OCMS_OTEL_TRACEPARENT_OUT !== 'off',
          },
  }),
  problems(given) {
    if (given.OCMS_OTEL_ENDPOINT !== undefined) return [];
    const [first] = Object.keys(given).filter((name) => name.startsWith('OCMS_OTEL_'));
    return first === undefined ? [] : [`OCMS_OTEL_ENDPOINT is required with ${first}`];
  },
});
