// Who may import whom. Unit tests beside the source stand outside the layers: they may put any parts together.
const TEST = '\\.test\\.ts$';
const LAYERS = [
  ...[
    'api',
    'app',
    'cli',
    'clients',
    'config',
    'conformance',
    'contract',
    'db',
    'demo',
    'effects',
    'features',
    'files',
    'jobs',
    'partner-sandbox',
  ],
  ...['platform', 'scheduling'],
];

/** `layer` may import, of the project's own files, only `allowed` at run time, and `types` as types. */
const layer = (name, comment, { allowed, types = [] }) => {
  const own = `^src/${name}/`;
  const rule = (suffix, path, extra = {}) => ({
    name: `${name}-imports${suffix}`,
    comment,
    severity: 'error',
    from: { path: own, pathNot: TEST },
    to: { path: '^(src|generated)/', pathNot: [own, ...path], ...extra },
  });
  const types_ = types.length > 0 ? [rule('-types', allowed, { dependencyTypesNot: ['type-only'] })] : [];
  return [rule('', [...allowed, ...types]), ...types_];
};

module.exports = {
  forbidden: [
    ...layer('api', 'api turns contract requests into calls of features, and nothing else.', {
      allowed: ['^src/features/', '^src/platform/', '^generated/'],
    }),
    ...layer('jobs', 'A job runs features on a schedule, and nothing else.', {
      allowed: ['^src/features/', '^src/platform/', '^src/scheduling/'],
    }),
    ...layer('features', 'Features are the business: no HTTP, no partner, no contract types.', {
      allowed: ['^src/db/', '^src/effects/', '^src/platform/', '^src/scheduling/'],
    }),
    ...layer('effects', "What leaves the database; what it is, and to whom it goes, is a feature's.", {
      allowed: ['^src/db/', '^src/platform/'],
    }),
    ...layer('clients', 'A client implements a port of a feature: it knows its types, not its code.', {
      allowed: ['^src/contract/', '^src/files/', '^src/platform/', '^generated/'],
      types: ['^src/features/'],
    }),
    ...layer('files', 'Files are checked and moved; what they are for is the business of who sends them.', {
      allowed: ['^src/platform/', '^generated/'],
    }),
    ...layer('db', 'The data layer knows no business; its configuration is passed in.', {
      allowed: ['^src/platform/'],
      types: ['^src/config/'],
    }),
    ...layer('demo', 'Demo data is written through features and the data layer, like any other.', {
      allowed: ['^src/db/', '^src/features/', '^src/platform/', '^generated/'],
    }),
    ...layer(
      'config',
      'The configuration is read before anything else is there; which systems there are the contracts say.',
      {
        allowed: ['^generated/'],
        types: ['^src/files/', '^src/platform/'],
      },
    ),
    ...layer('platform', 'platform serves every layer, so it stands on none of them; configuration is passed in.', {
      allowed: [],
      types: ['^src/config/'],
    }),
    ...layer('contract', 'How contracts are read, compiled and checked, for both directions and the partner sandbox.', {
      allowed: ['^src/platform/', '^generated/'],
    }),
    ...layer('scheduling', 'What runs jobs stands on the database; what a job does is not its business.', {
      allowed: ['^src/db/', '^src/platform/'],
    }),
    ...layer(
      'partner-sandbox',
      'The sandbox plays other systems by their contracts; it knows nothing of the service but how contracts are checked.',
      { allowed: ['^src/contract/', '^src/platform/', '^generated/'] },
    ),
    ...layer('conformance', 'The kit runs at a partner: it knows the contracts and how they are checked, no more.', {
      allowed: ['^src/contract/', '^src/files/xml/', '^src/platform/', '^generated/'],
    }),
    {
      name: 'features-through-their-index',
      comment: 'One feature reaches another only through its index.ts, so that its inside can change.',
      severity: 'error',
      from: { path: '^src/features/([^/]+)/', pathNot: TEST },
      to: { path: '^src/features/', pathNot: ['^src/features/$1/', '^src/features/[^/]+/index\\.ts$'] },
    },
    {
      name: 'app-is-the-root',
      comment: 'Only the composition root and the programs that start it see everything.',
      severity: 'error',
      from: {
        path: '^(src|generated)/',
        pathNot: ['^src/(app/|main\\.ts$|cli(/|\\.ts$))', TEST],
      },
      to: { path: '^src/(app/|main\\.ts$|cli\\.ts$)' },
    },
    {
      name: 'generated-stands-alone',
      severity: 'error',
      from: { path: '^generated/' },
      to: { path: '^src/' },
    },
    {
      name: 'known-layers-only',
      comment: `A folder of src/ that no rule knows has no rules: it is one of ${LAYERS.join(', ')}.`,
      severity: 'error',
      from: {},
      to: { path: '^src/[^/]+/', pathNot: `^src/(${LAYERS.join('|')})/` },
    },
    {
      name: 'nothing-imports-test',
      comment: 'The service must build and run without test/.',
      severity: 'error',
      from: { path: '^(src|generated)/', pathNot: TEST },
      to: { path: ['^test/', TEST] },
    },
    {
      name: 'no-circular',
      comment: 'Files that import each other can be neither understood nor loaded alone.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-dev-packages',
      comment: 'Production installs no devDependencies, and runs no partner sandbox.',
      severity: 'error',
      from: { path: '^(src|generated)/', pathNot: [TEST, '^src/partner-sandbox/'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/@types/' },
    },
    {
      name: 'declared-packages-only',
      comment: 'A package that only another package brings along may be gone tomorrow.',
      severity: 'error',
      from: { path: '^(src|generated)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'resolvable',
      // What a page loads it finds where it is served.
      severity: 'error',
      from: { pathNot: '^src/app/(console|docs)/assets/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
};
