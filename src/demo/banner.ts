import { inboundOperations } from '../../generated/inbound/operations';
import { DEMO_KEYS } from './keys';

/** What a newcomer needs after `npm start`: where it runs, the keys, and a call that works. */
export function demoBanner({ url, adminUrl }: { url: string; adminUrl: string }): string {
  const { path, keyHeader } = inboundOperations['cas-getPaymentStatus'];
  return `
OCMS integration platform, with demo data

  service    ${url}
  contracts  ${url}/docs
  health     ${adminUrl}/health/ready
  metrics    ${adminUrl}/metrics

  demo keys
${Object.entries(DEMO_KEYS)
  .map(([partner, key]) => `    ${partner.padEnd(8)} ${key}`)
  .join('\n')}

  try
    curl -s ${url}${path} -H 'Content-Type: application/json' -H '${keyHeader}: ${DEMO_KEYS.CAS}' -d '{"noticeNumbers":["500400058A","500400059B"]}'
`;
}
