import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { utils } from 'ssh2';
import { parse, parseAllDocuments } from 'yaml';
import { createAdminApp } from '../../src/app/admin';
import { type ConfigError, readConfig } from '../../src/config/config';
import { readEnvFile } from '../../src/config/env';
import { KEYED_PARTNERS } from '../../src/config/inbound-sandbox';
import type { Role } from '../../src/config/section';
import { MOST_BYTES, MOST_PLACES } from '../../src/app/inbound-sandbox/described';
import { mssqlConnections } from '../../src/db/database';
import { createRegistry } from '../../src/platform/metrics';

const ROOT = join(__dirname, '../..');
const FOLDER = join(ROOT, 'src/deployment');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

type Env = Record<string, string>;

function problemsOf(env: Env, needs?: readonly Role[]): readonly string[] {
  try {
    readConfig(env, needs);
    return [];
  } catch (error) {
    return (error as ConfigError).problems;
  }
}

describe('the image', () => {
  const dockerfile = read('Dockerfile');
  const stages = dockerfile.split(/^(?=FROM )/m).slice(1);
  const [service] = stages.slice(-1) as [string];

  test('copies what is there, and what .dockerignore lets through', () => {
    const through = read('.dockerignore')
      .split('\n')
      .flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []));
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, names]) => names!.split(' '));
    expect(copied).toContain('package-lock.json');
    for (const name of copied.map((each) => each.replace(/^\.\//, ''))) {
      expect([name, existsSync(join(ROOT, name))]).toEqual([name, true]);
      expect(through).toContain(name);
    }
    for (const name of through) expect(copied).toContain(name);
  });

  test('has production packages only, by a stage that installs no others', () => {
    expect(service).toContain('COPY --from=packages /ocms/node_modules ./node_modules');
    const packages = stages.find((stage) => stage.includes(' AS packages'))!;
    expect(packages).toMatch(/npm ci --omit=dev/);
  });

  test('has as much heap as `npm start` and `npm run ocms`, and less than its containers have memory', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const [heap, ...others] = [service, scripts.start!, scripts.ocms!].map(
      (text) => /--max-old-space-size=(\d+)/.exec(text)?.[1],
    );
    expect(others).toEqual([heap, heap]);
    // Of the sandbox, beside it, what all its places may hold.
    const places = (2 * MOST_PLACES * MOST_BYTES) / 2 ** 20;
    for (const [name, beside] of [
      ['api', 0],
      ['worker', 0],
      ['sandbox', places],
    ] as const) {
      const [, memory, unit] = /limits: \{.* memory: (\d+)([MG])i \}/.exec(
        read(`src/deployment/kubernetes/${name}.yaml`),
      )!;
      expect(Number(heap) + beside + 200).toBeLessThan(Number(memory) * (unit === 'G' ? 1024 : 1));
    }
    const { services } = parse(read('compose.yaml'), { merge: true }) as { services: { sandbox: ComposeService } };
    expect(Number(heap) + places + 200).toBeLessThan(Number(/^(\d+)g$/.exec(services.sandbox.mem_limit!)![1]) * 1024);
  });

  test('runs the command line, by no shell and no root', () => {
    expect(service).toMatch(/^FROM gcr\.io\/distroless\/nodejs\d+-debian\d+:nonroot/);
    const [, program] = /^ENTRYPOINT \["\/nodejs\/bin\/node", "--\S+", "dist\/(src\/cli\/ocms)\.js"\]$/m.exec(service)!;
    expect(existsSync(join(ROOT, `${program!}.ts`))).toBe(true);
    expect(/^USER (\d+)/m.exec(service)![1]).not.toBe('0');
    expect(service).not.toMatch(/^(CMD|ENTRYPOINT|HEALTHCHECK) [^[\\-]/m);
  });

  test('has a Node.js this project runs on', () => {
    const { engines } = JSON.parse(read('package.json')) as { engines: { node: string } };
    const majors = [...dockerfile.matchAll(/^FROM \S*?node(?:js|:)(\d+)/gm)].map(([, major]) => Number(major));
    expect(majors).toHaveLength(3);
    expect(new Set(majors).size).toBe(1);
    expect(engines.node).toContain(`>=${majors[0]}.0.0`);
  });
});

interface Container {
  image: string;
  args?: string[];
  env?: { name: string; value: string }[];
  envFrom: { secretRef?: { name: string }; configMapRef?: { name: string } }[];
  ports?: { name: string; containerPort: number }[];
  securityContext: object;
  volumeMounts: { name: string; mountPath: string }[];
  [probe: string]: unknown;
}
interface Pod {
  automountServiceAccountToken: boolean;
  terminationGracePeriodSeconds?: number;
  serviceAccountName?: string;
  securityContext: object;
  containers: Container[];
}
interface PodSelector {
  matchLabels?: Env;
  matchExpressions?: { key: string; operator: string; values: string[] }[];
}
/** Whether it means the pods of this component. */
function selects({ matchLabels = {}, matchExpressions = [] }: PodSelector, component: string): boolean {
  const named = matchLabels['app.kubernetes.io/component'];
  const without = matchExpressions.some(
    ({ key, operator, values }) =>
      key === 'app.kubernetes.io/component' && operator === 'NotIn' && values.includes(component),
  );
  return (named === undefined || named === component) && !without;
}

interface Manifest {
  kind: string;
  metadata: { name: string };
  spec: { template: { spec: Pod } };
}

const FINGERPRINT = `SHA256:${'A'.repeat(43)}`;

/** Of the secrets that the manifests name: what an operator makes. */
const SECRETS: Readonly<Record<string, Env>> = {
  'ocms-databases': {
    OCMS_INTRANET_DB: 'mssql://u:p@db.internal/ocms',
    OCMS_INTERNET_DB: 'mssql://u:p@db.internal/eocms',
  },
  'ocms-data-keys': { OCMS_DATA_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')}` },
  'ocms-partners': {
    ...Object.fromEntries(
      ['CAS', 'VHUB', 'REPCCS', 'LTA', 'DATAHIVE', 'MHA', 'SMS', 'EMAIL', 'SLIFT'].map((system) => [
        `OCMS_${system}_KEY`,
        'k',
      ]),
    ),
    ...Object.fromEntries(
      ['VHUB', 'REPCCS', 'CES', 'PRINTER'].flatMap((partner) => [
        [`OCMS_${partner}_SFTP_URL`, 'sftp://ocms@files.internal'],
        [`OCMS_${partner}_SFTP_HOST_KEYS`, FINGERPRINT],
        [`OCMS_${partner}_SFTP_PASSWORD`, 'p'],
        ...(partner === 'PRINTER' ? [] : [[`OCMS_${partner}_SFTP_FOLDER`, '/incoming']]),
      ]),
    ),
    OCMS_VHUB_SFTP_ACK_FOLDER: '/outgoing',
    OCMS_VHUB_SFTP_ACK_ARCHIVE_FOLDER: '/archive',
    OCMS_PRINTER_SFTP_RETURN_FOLDER: '/outgoing',
    OCMS_PRINTER_SFTP_RETURN_ARCHIVE_FOLDER: '/archive',
    OCMS_SMTP_URL: 'smtp://mail.internal',
  },
  'ocms-sandbox': { OCMS_SANDBOX_KEYS: `CAS=${'k'.repeat(16)}` },
};

describe('the Kubernetes manifests', () => {
  const kustomizations = ['kubernetes', 'kubernetes/migrate'].map((folder) => ({
    folder: join(FOLDER, folder),
    ...(parse(readFileSync(join(FOLDER, folder, 'kustomization.yaml'), 'utf8')) as { resources: string[] }),
  }));
  const manifests = kustomizations.flatMap(({ folder, resources }) =>
    resources.flatMap((name) =>
      parseAllDocuments(readFileSync(join(folder, name), 'utf8')).map((document) => document.toJS() as Manifest),
    ),
  );
  const pods = manifests
    .filter(({ kind }) => ['Deployment', 'Job'].includes(kind))
    .map(({ metadata, spec }) => [metadata.name, spec.template.spec] as const);
  const servers = pods.filter(([name]) => name !== 'ocms-migrate');
  const settings = readEnvFile(readFileSync(join(FOLDER, 'kubernetes/settings.env'), 'utf8'));

  const SERVED = { ...settings, ...SECRETS['ocms-databases'] };

  test('every file is part of a kustomization', () => {
    for (const { folder, resources } of kustomizations) {
      const files = readdirSync(folder).filter((name) => name.endsWith('.yaml') && name !== 'kustomization.yaml');
      expect([...resources].sort()).toEqual(files.sort());
    }
    expect(pods.map(([name]) => name).sort()).toEqual(['ocms-api', 'ocms-migrate', 'ocms-sandbox', 'ocms-worker']);
  });

  test('what is applied alone, before the rest, names no service account that the rest brings', () => {
    for (const { folder, resources } of kustomizations) {
      const its = resources.flatMap((name) =>
        parseAllDocuments(readFileSync(join(folder, name), 'utf8')).map((document) => document.toJS() as Manifest),
      );
      const accounts = its.filter(({ kind }) => kind === 'ServiceAccount').map(({ metadata }) => metadata.name);
      const named = its.flatMap(({ spec }) => spec?.template?.spec.serviceAccountName ?? []);
      for (const name of named) expect([folder, accounts]).toEqual([folder, expect.arrayContaining([name])]);
    }
  });

  test.each(pods)('%s is restricted, and writes to /tmp only', (_name, pod) => {
    expect(pod).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' } },
    });
    for (const container of pod.containers) {
      expect(container.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      expect(container.volumeMounts.map(({ mountPath }) => mountPath)).toEqual(['/tmp']);
    }
  });

  test.each(pods)('%s starts with its settings in production', (_name, { containers }) => {
    const [container] = containers as [Container];
    const secrets = container.envFrom.flatMap(({ secretRef }) => (secretRef ? [secretRef.name] : []));
    const env = {
      ...(container.envFrom.some(({ configMapRef }) => configMapRef?.name === 'ocms-settings') ? settings : {}),
      NODE_ENV: 'production',
      ...Object.assign({}, ...secrets.map((name) => SECRETS[name]!)),
      ...Object.fromEntries((container.env ?? []).map(({ name, value }) => [name, value])),
    } as Env;
    // What is no role of the service needs nothing of it.
    const needs = env.OCMS_ROLES === undefined ? [] : undefined;
    expect(problemsOf(env, needs)).toEqual([]);
    if (!needs) expect(readConfig(env).roles).toEqual([env.OCMS_ROLES as Role]);
  });

  test("the partners' sandbox has its keys and no other secret, asks nobody, and is where pages say", () => {
    const { containers, serviceAccountName } = pods.find(([name]) => name === 'ocms-sandbox')![1];
    const [{ args, envFrom, ports }] = containers as [Container];
    expect(args).toEqual(['sandbox', 'serve']);
    expect(envFrom.flatMap(({ secretRef }) => secretRef ?? [])).toEqual([{ name: 'ocms-sandbox' }]);
    expect(serviceAccountName).toBeUndefined();
    const { sandbox } = readConfig({ ...settings, ...SECRETS['ocms-sandbox'] }, []);
    expect(ports).toContainEqual({ name: 'http', containerPort: sandbox!.port });
    expect(readConfig(SERVED, ['api']).sandbox).toMatchObject({ address: sandbox!.address, keys: undefined });

    const policies = manifests.filter(({ kind }) => kind === 'NetworkPolicy') as unknown as {
      spec: { podSelector: PodSelector; policyTypes: string[]; egress?: unknown; ingress?: unknown[] };
    }[];
    const ofSandbox = policies.filter(({ spec }) => selects(spec.podSelector, 'sandbox')).map(({ spec }) => spec);
    expect(ofSandbox.some(({ policyTypes }) => policyTypes.includes('Egress'))).toBe(true);
    expect(ofSandbox.flatMap(({ egress = [] }) => egress)).toEqual([]);
    expect(JSON.stringify(ofSandbox)).toContain(`"port":${sandbox!.port}`);
    for (const role of ['api', 'worker', 'migrate'])
      expect(policies.filter(({ spec }) => spec.egress && selects(spec.podSelector, role))).not.toEqual([]);
  });

  test('a pod has more time to end than the service takes', () => {
    for (const [, { terminationGracePeriodSeconds, containers }] of servers) {
      const { lifecycle } = containers[0] as unknown as { lifecycle: { preStop: { sleep: { seconds: number } } } };
      const { shutdownTimeoutMs } = readConfig(SERVED, ['api']);
      expect(terminationGracePeriodSeconds).toBeGreaterThan(
        lifecycle.preStop.sleep.seconds + shutdownTimeoutMs / 1_000 + 4,
      );
    }
  });

  test('probes ask for what the admin port answers', async () => {
    const server = createAdminApp({
      readiness: () => Promise.resolve({ ready: true, checks: {}, warnings: [] }),
      registry: createRegistry(),
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const { port } = server.address() as AddressInfo;
      for (const [, { containers }] of servers) {
        const [container] = containers as [Container];
        const { adminPort } = readConfig(SERVED, ['api']);
        expect(container.ports).toContainEqual({ name: 'admin', containerPort: adminPort });
        for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
          const { httpGet } = container[probe] as { httpGet: { path: string; port: string } };
          expect(httpGet.port).toBe('admin');
          expect((await fetch(`http://127.0.0.1:${port}${httpGet.path}`)).status).toBe(200);
        }
        expect(container.livenessProbe).toMatchObject({ httpGet: { path: '/health/live' } });
        expect(container.readinessProbe).toMatchObject({ httpGet: { path: '/health/ready' } });
      }
    } finally {
      server.close();
    }
  });

  test('the README names every secret', () => {
    const text = readFileSync(join(FOLDER, 'README.md'), 'utf8');
    const named = pods.flatMap(([, { containers }]) =>
      containers[0]!.envFrom.flatMap(({ secretRef }) => (secretRef ? [secretRef.name] : [])),
    );
    expect([...new Set(named)].sort()).toEqual(Object.keys(SECRETS).sort());
    for (const name of named) expect(text).toContain(`| \`${name}\` |`);
  });
});

interface ComposeService {
  command?: string[];
  mem_limit?: string;
  networks?: string[];
  environment?: Env;
  read_only?: boolean;
  cap_drop?: string[];
  secrets?: (string | { source: string; target: string })[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { disable?: boolean; test?: unknown };
  network_mode?: string;
  build?: { target: string };
}

describe('compose.yaml', () => {
  const { services, secrets } = parse(read('compose.yaml'), { merge: true }) as {
    services: Record<string, ComposeService>;
    secrets: Record<string, { file: string }>;
  };
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ocms-compose-'));
    execFileSync(process.execPath, [join(ROOT, 'scripts/compose-secrets.mjs'), folder], { stdio: 'ignore' });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const secretOf = (name: string): string => readFileSync(join(folder, name), 'utf8');

  test('every secret has a file that the script makes, each time another', () => {
    const names = Object.values(secrets).map(({ file }) => file.replace('.data/compose/', ''));
    expect(names.sort()).toEqual(readdirSync(folder).sort());
    const other = mkdtempSync(join(tmpdir(), 'ocms-compose-'));
    execFileSync(process.execPath, [join(ROOT, 'scripts/compose-secrets.mjs'), other], { stdio: 'ignore' });
    for (const name of names) expect(readFileSync(join(other, name), 'utf8')).not.toBe(secretOf(name));
    rmSync(other, { recursive: true, force: true });
  });

  test("the partners' sandbox starts with its settings and keys in production, and reaches no other service", () => {
    const { command, environment, secrets: own, networks } = services.sandbox!;
    expect(command).toEqual(['sandbox', 'serve']);
    expect(own).toEqual([{ source: 'sandbox_env', target: '/ocms/.env' }]);
    const env = { NODE_ENV: 'production', ...readEnvFile(secretOf('sandbox.env')), ...environment };
    expect(problemsOf(env, [])).toEqual([]);
    const { keys } = readConfig(env, []).sandbox!;
    expect([...keys!.values()].sort()).toEqual([...KEYED_PARTNERS].sort());
    for (const key of keys!.keys()) expect(JSON.stringify(services)).not.toContain(key);
    expect(services.api!.environment!.OCMS_SANDBOX_ADDRESS).toBe(environment!.OCMS_SANDBOX_ADDRESS);
    expect(networks).toEqual(['sandbox']);
    const beside = Object.entries(services).filter(([, each]) =>
      each.networks?.some((name) => networks!.includes(name)),
    );
    expect(beside.map(([name]) => name)).toEqual(['sandbox']);
  });

  test.each(['api', 'worker', 'migrate'])('%s starts with its settings in production', (name) => {
    const env = { NODE_ENV: 'production', ...readEnvFile(secretOf('service.env')), ...services[name]!.environment };
    expect(problemsOf(env)).toEqual([]);
    expect(readConfig(env)).toMatchObject({ production: true, usesSandbox: false });
  });

  test("the file servers' fingerprint is that of the key they have", () => {
    const key = utils.parseKey(secretOf('sftp-host-key'));
    if (key instanceof Error) throw key;
    const hash = createHash('sha256').update(key.getPublicSSH()).digest('base64');
    expect(readEnvFile(secretOf('service.env')).OCMS_VHUB_SFTP_HOST_KEYS).toBe(`SHA256:${hash.replace(/=+$/, '')}`);
  });

  test('the service runs read-only without capabilities, its secrets in a file', () => {
    const ours = Object.entries(services).filter(([, { build }]) => build?.target === 'service');
    expect(ours.map(([name]) => name).sort()).toEqual(['api', 'container', 'migrate', 'sandbox', 'worker']);
    for (const [name, service] of ours) {
      expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
      if (name !== 'sandbox') expect(service.secrets).toEqual([{ source: 'service_env', target: '/ocms/.env' }]);
    }
    const given = JSON.stringify(services);
    for (const [, value] of Object.entries(readEnvFile(secretOf('service.env')))) expect(given).not.toContain(value);
  });

  test('what others wait for is there, and says when it is ready', () => {
    for (const { depends_on: needs = {} } of Object.values(services))
      for (const [name, { condition }] of Object.entries(needs)) {
        expect(services[name]).toBeDefined();
        if (condition === 'service_healthy') expect(services[name]!.healthcheck?.test).toBeDefined();
      }
    expect(services.partners!.network_mode).toBe('service:worker');
  });
});

test('the page on capacity reckons with as many connections to SQL Server as processes open', () => {
  const { write, read: reading, look, long } = mssqlConnections();
  const each = write + reading + look + long;
  expect(look).toBe(1);
  expect(readFileSync(join(FOLDER, 'capacity.md'), 'utf8')).toContain(
    `${each} of each process for each zone at most (${write} that write, ${reading} that read, ${long} for long statements, ` +
      `one that looks whether it is there), ${5 * 2 * each} for five processes`,
  );
});
