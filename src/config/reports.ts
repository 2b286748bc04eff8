import { defineSection } from './section';
import { wholeNumber } from './values';

/** Reports for staff (A 8). */
export const reportsSection = defineSection({
  variables: () => ({ OCMS_REPORTS_AT_ONCE: wholeNumber(1, 20).optional() }),
  settings: (values) => ({
    /** How many an instance makes at the same time. */
    reportsAtOnce: values.OCMS_REPORTS_AT_ONCE ?? 2,
  }),
});
