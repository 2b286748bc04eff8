import type { components } from '../../generated/outbound/cas-refreshVIPVehicle';
import type { components as RepccsComponents } from '../../generated/outbound/repccs-carParks';

/** A state of the provider that an interaction starts from. */
export interface State {
  name: string;
  params?:
    | { noticeNo: string }
    | { vehicles: VipVehicle[] }
    | { carParks: CarPark[] }
    | { status: number }
    | { runId: string };
}

type VipVehicle = components['schemas']['VipVehicleItem'];
type CarPark = RepccsComponents['schemas']['CarPark'];

const aboutNotice =
  (name: string) =>
  (noticeNo: string): State => ({ name, params: { noticeNo } });

// Consumers name states through these, so that a misspelt one does not compile.

// OCMS as the provider: provider/ocms-states.ts brings each about.
export const unpaidCourtNotice = aboutNotice('an unpaid court notice');
export const suspendedCourtNotice = aboutNotice('a temporarily suspended court notice');
export const paidCourtNotice = aboutNotice('a paid court notice');
export const noticeWithoutCourtCase = aboutNotice('an unpaid court notice without a court case');
export const notCourtNotice = aboutNotice('a notice that is not a court notice');
export const unknownNotice = aboutNotice('no such notice');
export const knownNotice = aboutNotice('a notice with this number exists');
export const ruleCodesLoaded: State = { name: 'the offence rule codes are loaded' };
export const noRuleCodes: State = { name: 'there are no offence rule codes' };
export const rateLimitUsedUp: State = { name: 'the rate limit is used up' };
export const unexpectedFailure: State = { name: 'OCMS fails unexpectedly' };
export const databaseUnavailable: State = { name: "OCMS's database is unavailable" };

const aboutRun =
  (name: string) =>
  (runId: string): State => ({ name, params: { runId } });
export const pastRun = aboutRun('a run that succeeded');
export const runUnderWay = aboutRun('a run that is under way');
export const unknownRun = aboutRun('no such run');
export const jobRequest = aboutRun('a request for a run');
export const givenUpAlert = aboutRun('an alert that was given up');
export const waitingAlert = aboutRun('an alert that waits');
export const noJobRequest: State = { name: 'nobody has asked for a run' };
export const jobRequestWaits: State = { name: 'a run of add_admin_fee is asked for' };
export const deadLetter = aboutNotice('a notice that is left for manual verification');
export const parameterSet: State = { name: 'the parameter FOR NPA is 10' };
export const ruleCodeSet: State = { name: 'the rule code 90300 is there' };
export const noRuleCode: State = { name: 'there is no rule code 90300' };
export const exemptionSet: State = { name: 'the exemption 900 is there, of the rule code 90300' };
export const noExemption: State = { name: 'there is no exemption of the rule code 90300' };
export const exemptionsOverlap: State = { name: 'the exemptions 900 and 901 are there, the same but for their days' };
export const excluded: State = { name: 'an id is on the exclusion list' };
export const exclusionEnded: State = { name: 'an entry of the exclusion list has ended' };
export const nobodyExcluded: State = { name: 'there is no entry of the exclusion list' };
export const suspendedAns: State = { name: 'a notice was suspended PS-ANS in January 2026' };
export const nothingSuspended: State = { name: 'no notice was suspended PS-ANS in January 2026' };
export const datedNotice = aboutNotice('a notice with the day of its offence');
export const inReview = aboutNotice('an advisory notice in manual review');
export const reviewOfOther = aboutNotice('an advisory notice in manual review that somebody else has taken');
export const notInReview = aboutNotice('an advisory notice that is in no review');
export const suspendedPermanently = aboutNotice('an advisory notice that is suspended PS-ANS');
export const drifted: State = { name: 'a request of REPCCS had a field that its contract does not have' };
export const partnerCalled: State = { name: 'vHub was called a minute ago' };
export const auditEntry: State = { name: 'a parameter was changed by an officer' };

// Partners as providers: provider/sandbox-states.ts brings each about.
export const vipVehiclesAt = (...vehicles: VipVehicle[]): State => ({
  name: 'these are all VIP vehicles',
  params: { vehicles },
});
export const carParksAt = (...carParks: CarPark[]): State => ({
  name: 'these are all car parks',
  params: { carParks },
});
export const callsFail = (status: number): State => ({ name: 'calls end with an error', params: { status } });
