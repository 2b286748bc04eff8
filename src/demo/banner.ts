import { inboundOperations } from '../../generated/inbound/operations';
import { DEMO_KEYS } from './keys';

/** What a newcomer needs after `npm start`: where it runs, the keys, and a call that works. */
export function demoBanner({ url, adminUrl }: { url: string; adminUrl: string }, sandbox: { url: string } | undefined): string {
  const { path, keyHeader } = inboundOperations['cas-getPaymentStatus'];
  return `
OCMS integration platform, with demo data

  service    ${url}
  contracts  ${url}/docs
  health     ${adminUrl}/health/ready
  metrics    ${adminUrl}/metrics
${sandbox ? `  partners   ${sandbox.url}/_sandbox (played by the sandbox)\n` : ''}
  demo keys
${Object.entries(DEMO_KEYS)
  .map(([partner, key]) => `    ${partner.padEnd(8)} ${key}`)
  .join('\n')}

  try
    npm run ocms -- jobs run refresh_vip_vehicle
    curl -s ${url}${path} -H 'Content-Type: application/json' -H '${keyHeader}: ${DEMO_KEYS.CAS}' -d '{"noticeNumbers":["500400058A","500400059B"]}'
`;
}
