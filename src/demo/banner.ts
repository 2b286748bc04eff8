import { inboundOperations } from '../../generated/inbound/operations';
import { DEMO_KEYS } from './keys';

/**
 * What a newcomer needs after `npm start`: where it runs, the keys, and a job and a call that work.
 *
 * @param settings what a command line must begin with to mean this copy of the service
 * @param demoKeys whether the demo keys open anything here
 */
export function demoBanner(
  { url, adminUrl, trialUrl }: { url: string; adminUrl: string; trialUrl: string | undefined },
  sandbox: { url: string; issuerUrl: string } | undefined,
  settings: string,
  demoKeys: boolean,
): string {
  const { path, keyHeader } = inboundOperations['cas-getPaymentStatus'];
  return `
OCMS integration platform, with demo data

  service    ${url}
  console    ${url}/console (for staff)
  contracts  ${url}/docs
  health     ${adminUrl}/health/ready
  metrics    ${adminUrl}/metrics
${trialUrl ? `  sandbox    ${trialUrl} (where partners try what they call)\n` : ''}${sandbox ? `  partners   ${sandbox.url}/_sandbox (played by the sandbox)\n  sign-in    ${sandbox.issuerUrl} (of staff; played by the sandbox)\n` : ''}
  demo keys
${
  demoKeys
    ? Object.entries(DEMO_KEYS)
        .map(([partner, key]) => `    ${partner.padEnd(8)} ${key}`)
        .join('\n')
    : `    open nothing, as others reach OCMS_HOST: ${settings}npm run ocms -- keys --help`
}

  try
    ${settings}npm run ocms -- jobs run refresh_vip_vehicle
${
  demoKeys
    ? `    curl -s ${url}${path} -H 'Content-Type: application/json' -H '${keyHeader}: ${DEMO_KEYS.CAS}' -d '{"noticeNumbers":["500400058A","500400059B"]}'
`
    : ''
}`;
}
