import { createWorker } from '../../src/app/worker';
import { makeContext } from '../support/contexts';

test('a run that ended is in the metrics of its process, and its success in those of every process', async () => {
  const context = await makeContext();
  const worker = createWorker(context);
  try {
    const measure = context.chores.find(({ name }) => name === 'measure-job-runs')!;
    const valuesOf = async (metric: string) =>
      (await context.registry.getSingleMetric(metric)!.get()).values.map(({ labels, value }) => ({ labels, value }));
    await measure.run();
    expect(await valuesOf('ocms_job_last_success_timestamp_seconds')).toEqual([]);

    const { job } = worker.jobs.find((each) => each.job.name === 'sync_internet_zone')!;
    const before = Date.now() / 1_000;
    expect(await worker.runner.run(job, { trigger: 'MANUAL' })).toMatchObject({ outcome: 'SUCCEEDED' });
    await measure.run();

    const [last, ...others] = await valuesOf('ocms_job_last_success_timestamp_seconds');
    expect(others).toEqual([]);
    expect(last!.labels).toEqual({ job_name: 'sync_internet_zone' });
    // The database's clock, in whole seconds at worst.
    expect(last!.value).toBeGreaterThan(before - 2);
    expect(await valuesOf('ocms_job_run_duration_seconds')).toContainEqual({
      labels: { job_name: 'sync_internet_zone', outcome: 'SUCCEEDED', le: '+Inf' },
      value: 1,
    });
  } finally {
    await worker.close();
    await context.close();
  }
});
