import { Gauge } from 'prom-client';
import { createDatahiveClient } from '../../clients/datahive/client';
import { createEmailClient } from '../../clients/email/client';
import { createLtaClient } from '../../clients/lta/client';
import { createMhaClient } from '../../clients/mha/client';
import { createLetterReturnSource } from '../../clients/printer/letter-returns';
import { createSliftClient } from '../../clients/slift/client';
import { createSmsClient } from '../../clients/sms/client';
import { ConfigError } from '../../config/config';
import type { System } from '../../config/systems';
import {
  advisoryGateStore,
  createAdvisoryCases,
  createAdvisoryPipeline,
  createAdvisoryReviews,
  createExclusionList,
  createLetterReconciliation,
  createLetterReturns,
  createManualSuspension,
  createSteps,
  createWritings,
  PARTNERS,
} from '../../features/advisory-notices';
import { ownerStore } from '../../features/personal-data';
import type { CallWatch } from '../../platform/outbound';
import { clientParts, dataEncryption, exclusionHash, fileExchangeFor, type Ground } from '../ground';

/** Advisory notices on their way to the owner (A 4 to 7). */
export function advisory(ground: Ground) {
  const { config, intranet, calendar, logger, registry } = ground;
  const gates = advisoryGateStore(intranet);
  const away = new Gauge({
    name: 'ocms_advisory_partner_away',
    help: 'Whether advisory notices wait for a partner that does not answer',
    labelNames: ['partner'],
    registers: [registry],
  });
  const measure = async (): Promise<void> => {
    const known = await intranet.read((executor) => gates.all(executor));
    for (const partner of PARTNERS)
      away.set({ partner }, known.some((gate) => gate.partner === partner && gate.closedAt) ? 1 : 0);
  };
  return {
    chores: [{ name: 'measure-advisory-partners', everyMs: 15_000, run: measure }],
    services: {
      advisoryCases: createAdvisoryCases({ intranet, owners: () => ownerStore(intranet, dataEncryption(config)) }),
      advisoryReviews: createAdvisoryReviews({ intranet, calendar, logger }),
      manualSuspension: createManualSuspension({ intranet, calendar, logger }),
      letterReconciliation: createLetterReconciliation({ intranet, calendar }),
    },
    jobServices(watch: CallWatch | undefined) {
      const { advisoryNotices } = config;
      if (!advisoryNotices) throw new ConfigError(['OCMS_AN_SENDER_NAME and the others of OCMS_AN_ are required']);
      const { sender, mindefAddress } = advisoryNotices;
      const of = (system: System) => clientParts(ground, system, watch);
      const partners = {
        lta: createLtaClient(of('LTA')),
        datahive: createDatahiveClient(of('DATAHIVE')),
        mha: createMhaClient(of('MHA')),
        sms: createSmsClient(of('SMS')),
        email: createEmailClient(of('EMAIL')),
        slift: createSliftClient(of('SLIFT')),
      };
      const owners = ownerStore(intranet, dataEncryption(config));
      const writings = createWritings({ sender, calendar });
      const steps = createSteps({
        intranet,
        partners,
        owners,
        exclusions: createExclusionList(exclusionHash(config)),
        writings,
        military: { name: 'MINDEF', address: { kind: 'foreign', lines: mindefAddress } },
        calendar,
        logger,
      });
      const exchange = fileExchangeFor(ground, 'PRINTER');
      return {
        services: {
          advisoryPipeline: createAdvisoryPipeline({ intranet, steps, owners, calendar }),
          letterReturns: createLetterReturns({
            intranet,
            source: createLetterReturnSource({ exchange, calendar }),
            calendar,
          }),
        },
        close: async () => {
          for (const each of [...Object.values(partners), exchange, writings]) await each.close();
        },
      };
    },
  };
}
