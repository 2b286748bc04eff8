import { z } from 'zod';
import { defineSection } from './section';

/** What is done with a list of CAS's that is odd (decisions §4). */
export const vipVehiclesSection = defineSection({
  variables: () => ({
    OCMS_VIP_TOTAL_COUNT: z.enum(['reject', 'warn']).optional(),
    OCMS_VIP_EMPTY_LIST: z.enum(['reject', 'replace']).optional(),
  }),
  settings: (values) => ({
    vipVehicles: {
      wrongTotalCount: values.OCMS_VIP_TOTAL_COUNT ?? ('reject' as const),
      emptyList: values.OCMS_VIP_EMPTY_LIST ?? ('reject' as const),
    },
  }),
});
