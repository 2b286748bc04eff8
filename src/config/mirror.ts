import { defineSection } from './section';
import { wholeNumber } from './values';

/** How changed notices come to the internet zone. */
export const mirrorSection = defineSection({
  variables: () => ({
    OCMS_MIRROR_ATTEMPTS: wholeNumber(1, 100).optional(),
    OCMS_MIRROR_BACKOFF_MS: wholeNumber(1, 3_600_000).optional(),
    OCMS_MIRROR_NUDGE_MS: wholeNumber(0, 60_000).optional(),
  }),
  settings: (values) => ({
    mirror: {
      attempts: values.OCMS_MIRROR_ATTEMPTS ?? 5,
      backoffMs: values.OCMS_MIRROR_BACKOFF_MS ?? 60_000,
      nudgeMs: values.OCMS_MIRROR_NUDGE_MS ?? 1_000,
    },
  }),
});
