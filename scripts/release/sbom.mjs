/**
 * What the service brings along, as CycloneDX: every production package of package-lock.json, with what each depends on.
 * npm's own (`npm sbom --omit dev`) leaves out what a development package needs, too: more than half.
 *
 * @param {object} lockfile package-lock.json
 * @param {{ name: string, version: string, description: string, timestamp: string, serialNumber: string }} root
 */
export function sbom({ packages }, { name, version, description, timestamp, serialNumber }) {
  const shipped = Object.entries(packages)
    .filter(([place, { dev, devOptional, link }]) => place !== '' && !dev && !devOptional && !link)
    .map(([place, entry]) => ({ place, entry, name: entry.name ?? place.split('node_modules/').at(-1) }))
    .sort((a, b) => (a.place < b.place ? -1 : 1));
  const refs = new Map(shipped.map(({ place, entry, name: own }) => [place, purl(own, entry.version)]));
  const components = new Map();
  const dependencies = new Map();
  for (const { place, entry, name: own } of shipped) {
    const ref = refs.get(place);
    components.set(ref, component(own, entry, ref));
    const needs = { ...entry.dependencies, ...entry.optionalDependencies, ...entry.peerDependencies };
    dependencies.set(ref, [...(dependencies.get(ref) ?? []), ...found(place, needs, refs)]);
  }
  const root = purl(name, version);
  dependencies.set(root, found('', packages[''].dependencies, refs));
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber,
    version: 1,
    metadata: {
      timestamp,
      lifecycles: [{ phase: 'build' }],
      component: { type: 'application', 'bom-ref': root, name, version, description, purl: root },
    },
    components: [...components.values()].sort((a, b) => (a['bom-ref'] < b['bom-ref'] ? -1 : 1)),
    dependencies: [...dependencies]
      .map(([ref, dependsOn]) => ({ ref, dependsOn: [...new Set(dependsOn)].sort() }))
      .sort((a, b) => (a.ref < b.ref ? -1 : 1)),
  };
}

const purl = (name, version) => `pkg:npm/${name.replace('@', '%40')}@${version}`;

function component(own, { version, license, integrity }, ref) {
  const [group, bare] = own.startsWith('@') ? own.split('/') : [undefined, own];
  const [algorithm, digest] = integrity?.split(' ')[0].split(/-(.*)/s) ?? [];
  return {
    type: 'library',
    'bom-ref': ref,
    ...(group && { group }),
    name: bare,
    version,
    ...(license && { licenses: licensesOf(license) }),
    ...(digest && {
      hashes: [
        {
          alg: algorithm.toUpperCase().replace('SHA', 'SHA-'),
          content: Buffer.from(digest, 'base64').toString('hex'),
        },
      ],
    }),
    purl: ref,
  };
}

/** One name, or an expression of several. */
function licensesOf(license) {
  if (/\b(OR|AND|WITH)\b/.test(license)) return [{ expression: license }];
  return [{ license: /^[\w.+-]+$/.test(license) && license !== 'UNLICENSED' ? { id: license } : { name: license } }];
}

/** Each need where Node.js would find it from a place: in its own node_modules, or in one above. */
function found(place, needs = {}, refs) {
  return Object.keys(needs).flatMap((need) => {
    for (let at = place; ; at = at.includes('node_modules/') ? at.slice(0, at.lastIndexOf('node_modules/')) : '') {
      const candidate = `${at}${at === '' || at.endsWith('/') ? '' : '/'}node_modules/${need}`;
      if (refs.has(candidate)) return [refs.get(candidate)];
      if (at === '') return [];
    }
  });
}
