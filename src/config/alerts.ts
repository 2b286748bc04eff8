import { SANDBOX_SMTP } from './partner-sandbox';
import { defineSection } from './section';
import { mailAddress, url } from './values';

/** E-mails to operations. */
export const alertsSection = defineSection({
  variables: ({ forJobs }) => ({
    OCMS_SMTP_URL: forJobs(url('smtp:', 'smtps:')),
    OCMS_ALERT_FROM: forJobs(mailAddress),
    OCMS_ALERT_TO: forJobs(mailAddress),
  }),
  settings(values, { production, port }) {
    const elsewhere = {
      smtpUrl: `smtp://127.0.0.1:${port + SANDBOX_SMTP}`,
      from: 'ocms@ocms.invalid',
      to: 'operations@ocms.invalid',
    };
    const { OCMS_SMTP_URL: smtpUrl, OCMS_ALERT_FROM: from, OCMS_ALERT_TO: to } = values;
    if (production) return { alerts: smtpUrl && from && to ? { smtpUrl, from, to } : undefined };
    return {
      alerts: { smtpUrl: smtpUrl ?? elsewhere.smtpUrl, from: from ?? elsewhere.from, to: to ?? elsewhere.to },
    };
  },
});
