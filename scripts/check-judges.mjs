// Has outside judges call the running service by the contracts of what partners and staff call: `node
// scripts/check-judges.mjs`. For .ci/run: Schemathesis needs Python, Specmatic Java. What cannot be had is named and skipped. What they may
// find, and what Specmatic is not given as it is, is in judges/exceptions.json, each with its reason; what is not needed
// there fails.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { Refusal, entry, root } from './lib/process.mjs';

/** By which a judge shows that it judges. */
const SPOILT = 'plus-queryNoticeInfo';

await entry(async () => {
  await ensureInstalled();
  await ensureBuilt();
  const { judgedService } = await import('./judges/service.mjs');
  const { schemathesis } = await import('./judges/schemathesis.mjs');
  const { specmatic } = await import('./judges/specmatic.mjs');
  const { readInboundContract } = createRequire(import.meta.url)('../dist/src/contract/documents.js');
  const exceptions = JSON.parse(fs.readFileSync(path.join(root, 'scripts/judges/exceptions.json'), 'utf8'));
  const contract = readInboundContract();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ocms-judges-'));
  const service = await judgedService(folder);
  const failed = Object.entries(exceptions).flatMap(([name, lists]) =>
    Object.values(lists)
      .flat()
      .filter(({ reason }) => !reason)
      .map((each) => `${name} has an exception without a reason: ${JSON.stringify(each)}`),
  );
  try {
    for (const [name, judge] of Object.entries({ Schemathesis: schemathesis, Specmatic: specmatic })) {
      const given = { service, exceptions: byStatus(exceptions[name.toLowerCase()]) };
      const judged = await judge({ ...given, contract, folder: path.join(folder, name) });
      if (!judged) continue;
      const spoilt = await judge({
        ...given,
        contract: spoiltOf(contract),
        folder: path.join(folder, `${name}-spoilt`),
        only: SPOILT,
      });
      for (const each of judged.unneeded) failed.push(`${name} no longer needs the exception ${JSON.stringify(each)}`);
      if (judged.found) {
        console.error(judged.output);
        failed.push(`${name} found something`);
      } else if (judged.calls === 0 || !spoilt.found)
        failed.push(`${name} finds nothing where the contract is another, either`);
      else console.log(`${name}: ${judged.calls} calls, nothing found`);
    }
  } finally {
    await service.close();
    fs.rmSync(folder, { recursive: true, force: true });
  }
  if (failed.length > 0) throw new Refusal(failed.join('\n'));
  return 0;
});

/** Each with one status, so that none is needed for another's sake. */
function byStatus(lists) {
  const made = {};
  for (const [kind, list] of Object.entries(lists))
    made[kind] = list.flatMap((each) => each.statuses?.map((status) => ({ ...each, statuses: [status] })) ?? [each]);
  return made;
}

/** A contract that the service does not keep: its answer lacks something that is required. */
function spoiltOf(contract) {
  const made = structuredClone(contract);
  for (const item of Object.values(made.paths))
    if (item.post?.operationId === SPOILT) delete item.post.responses['200'].content['application/json'].examples;
  const { required, properties } = made.components.schemas.PlusQueryNoticeInfoResponse;
  required.push('more');
  properties.more = { type: 'string' };
  return made;
}
