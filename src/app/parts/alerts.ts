import { Gauge } from 'prom-client';
import { alertStore } from '../../scheduling/alert-store';
import type { Ground } from '../ground';

/** The e-mails to operations (C 3), as far as they were not sent. */
export function alerts({ intranet, registry }: Ground) {
  const store = alertStore(intranet);
  const waiting = new Gauge({
    name: 'ocms_job_alerts_waiting',
    help: 'E-mails to operations that wait to be sent',
    registers: [registry],
  });
  const givenUp = new Gauge({
    name: 'ocms_job_alerts_given_up',
    help: 'E-mails to operations that the mail server refused until they were given up',
    registers: [registry],
  });
  const measure = async (): Promise<void> => {
    const backlog = await intranet.read((executor) => store.backlog(executor));
    waiting.set(backlog.waiting);
    givenUp.set(backlog.givenUp);
  };
  return { chores: [{ name: 'measure-alerts', everyMs: 15_000, run: measure }] };
}
