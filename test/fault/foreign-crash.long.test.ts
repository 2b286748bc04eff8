import { patience } from '../support/patience';
import { crashForeign, foreignBoundaries, makeForeignCrashPlace, type Scene } from './foreign-crash';

jest.setTimeout(patience(900_000));

const RUNNER = ['acquired', 'before-record', 'recorded'];

test.each<[Scene, string[]]>([
  ['vhub_update_violation_api', ['batches-answered', 'batches-claimed', 'batches-settled', 'doubtful-sent']],
  ['vhub_violation_sftp', ['doubtful-delivered', 'file-claimed', 'file-delivered', 'file-settled']],
  ['vhub_violation_ack', ['acknowledgement-archived', 'acknowledgement-recorded', 'alert-sent']],
  ['gen_rep_listed_vehicle', ['list-delivered', 'parameters-read']],
  ['gen_ces_tagged_vehicle', ['list-delivered', 'parameters-read']],
  ['add_admin_fee', ['fee-added', 'parameters-read']],
  ['mark_for_archival', ['marked-for-archival', 'marks-taken-back']],
  ['archive_notices', ['mirror-removed', 'notices-archived']],
])(
  'kill -9 of a run of %s at every labelled boundary: after the next run all is in both zones, and at vHub, as if it had run once',
  async (job, labels) => {
    const [few, many] = [await foreignBoundaries(job, true), await foreignBoundaries(job)];
    // An empty list would prove nothing.
    for (const { crashes } of [few, many])
      expect([...new Set(crashes.map(({ label }) => label))].sort()).toEqual([...labels, ...RUNNER].sort());
    const problems: string[] = [];
    for (const crash of few.crashes) problems.push(...(await crashForeign({ ...crash, small: true }, few.leaves)));
    // What comes again only with many.
    for (const crash of many.crashes.filter(({ nth }) => nth > 1))
      problems.push(...(await crashForeign(crash, many.leaves)));
    expect(problems).toEqual([]);
  },
);

test('of two instances that run vhub_update_violation_api at once one does, and vHub has every record once', async () => {
  const place = await makeForeignCrashPlace('vhub_update_violation_api', true);
  try {
    const child = place.instance({ holdAt: { label: 'batches-claimed', nth: 1 } });
    await child.next('ready');
    child.tell('run');
    await child.next('held');
    const { worker, job } = place.worker();
    expect((await worker.runner.run(job, { trigger: 'MANUAL' })).outcome).toBe('SKIPPED');
    child.tell('go');
    expect(await child.next('report')).toMatchObject({ outcome: 'SUCCEEDED', counts: { taken: 120, failed: 0 } });
    const { body } = await place.sandbox.admin('GET', '/received?operation=updateViolation');
    expect(body).toHaveLength(3);
  } finally {
    await place.close();
  }
});
