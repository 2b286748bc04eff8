// Fails on a known vulnerability (high or critical) in a production package. A registry that does not answer the
// question is a warning, not a finding: a mirror may not offer the endpoint.
import { entry, run } from './lib/process.mjs';

await entry(async () => {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { output } = await run(npm, ['audit', '--json', '--omit=dev', '--audit-level=high', '--loglevel=silent']);
  const report = parse(output);
  const counts = report?.metadata?.vulnerabilities;
  if (!counts) {
    console.log(
      `WARNING: packages not audited: ${report?.error?.summary || report?.message || output.trim() || 'no answer'}`,
    );
    return 0;
  }
  const serious = Object.values(report.vulnerabilities).filter(({ severity }) =>
    ['high', 'critical'].includes(severity),
  );
  for (const { name, severity, range } of serious) console.log(`${severity}: ${name} ${range}`);
  console.log(`${counts.total} known vulnerabilities in production packages, ${serious.length} high or critical`);
  return serious.length > 0 ? 1 : 0;
});

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
