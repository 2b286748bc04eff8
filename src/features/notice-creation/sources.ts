import type { NoticeSource } from './types';

export type LabelFault = 'label-length' | 'label-range';

/** What one source of offences does differently. Which fields must be there is said by its contract. */
export interface SourceRules {
  /** What is wrong with the label of its subsystem; undefined for none. */
  labelFault: (label: string) => LabelFault | undefined;
  /** Whether only offence rule codes that OCMS knows are taken. */
  needsKnownRuleCode: boolean;
  /** Whether its AN flag is taken as it is; otherwise it is disregarded, and qualification is OCMS's own. */
  takesAnFlag: boolean;
  /** Whether it may leave the number of the notice to OCMS. */
  numberOptional: boolean;
}

/** Staff, through OCMS's and PLUS's portals, and REPCCS (A 3.2, decisions §5). */
const OWN_ENFORCEMENT: SourceRules = {
  labelFault: () => undefined,
  needsKnownRuleCode: false,
  takesAnFlag: false,
  numberOptional: true,
};

export const SOURCES: Readonly<Record<NoticeSource, SourceRules>> = {
  REPCCS: OWN_ENFORCEMENT,
  OCMS: OWN_ENFORCEMENT,
  PLUS: OWN_ENFORCEMENT,
  // A 3.3, decisions §5.
  CES: { labelFault: cesLabelFault, needsKnownRuleCode: true, takesAnFlag: true, numberOptional: false },
};

/** Begins with three digits at least, and holds nothing that is no printable text. */
const CES_LABEL = /^(\d{3,})[\x20-\x7e]*$/;

/** Its length before its range. */
function cesLabelFault(label: string): LabelFault | undefined {
  // As a person counts: an emoji is one character.
  const { length } = [...label];
  if (length < 3 || length > 8) return 'label-length';
  const number = Number(CES_LABEL.exec(label)?.[1] ?? Number.NaN);
  return number >= 30 && number <= 999 ? undefined : 'label-range';
}
