import { basename } from 'node:path';
import {
  type RunningSandbox,
  sandboxKeys,
  startSandbox,
  type SandboxOptions,
} from '../../../src/partner-sandbox/index';
import { type Arrival, ArrivalRecord } from '../../../src/partner-sandbox/arrivals';
import { noteFile } from '../../support/evidence';
import { request, type TestResponse } from '../../support/service';

// Evidence: which files were whole at a partner's, or taken from there.
const note = ({ state, from, path = '' }: Partial<Arrival>): void => {
  if (state === 'renamed') noteFile(basename(path), 'sandbox');
  if (state === 'moved') noteFile(basename(from ?? path), 'sandbox');
};
const { add, change } = ArrivalRecord.prototype;
ArrivalRecord.prototype.add = function noted(arrival) {
  note(arrival);
  return add.call(this, arrival);
};
ArrivalRecord.prototype.change = function noted(arrival, became) {
  note(became);
  change.call(this, arrival, became);
};

export const PATH = '/v1/cas/refreshVIPVehicle';
export const KEY_HEADER = 'Ocp-Apim-Subscription-Key';
export const OPERATION = 'refreshVIPVehicle';

export const vehicleNumbers = ({ data }: { data: { vehicleNo: string }[] }): Set<string> =>
  new Set(data.map(({ vehicleNo }) => vehicleNo));

/** A sandbox on free ports, and the calls tests make. */
export interface TestSandbox extends RunningSandbox {
  refresh(options?: { key?: string | null; path?: string; init?: RequestInit }): Promise<TestResponse>;
  admin(method: string, path: string, body?: unknown): Promise<TestResponse>;
  fault(fault: object): Promise<TestResponse>;
}

export async function testSandbox(options: Partial<SandboxOptions> = {}): Promise<TestSandbox> {
  const sandbox = await startSandbox({ httpPort: 0, smtpPort: 0, ...options });
  const admin = (method: string, path: string, body?: unknown): Promise<TestResponse> =>
    request(`${sandbox.url}/_sandbox${path}`, {
      method,
      ...(body !== undefined && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
    });
  return {
    ...sandbox,
    admin,
    fault: (fault) => admin('POST', '/faults', { operation: OPERATION, ...fault }),
    refresh: ({ key = sandboxKeys().CAS!, path = PATH, init = {} } = {}) =>
      request(`${sandbox.url}${path}`, { method: 'POST', headers: key === null ? {} : { [KEY_HEADER]: key }, ...init }),
  };
}
