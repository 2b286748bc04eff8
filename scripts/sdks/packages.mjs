// Which packages contracts/sdks/sdks.yaml asks for, and what each is made of.
import { Refusal } from '../lib/process.mjs';
import { sdkDocument } from './document.mjs';
import { CLIENTS, SERVERS } from './languages.mjs';
import { clientReadme, serverReadme } from './readme.mjs';

/**
 * @param {{ clients: object[], servers: object[] }} settings contracts/sdks/sdks.yaml
 * @param {(name: string) => object | undefined} contractOf self-contained (OpenAPI 3.1)
 * @param {(document: object) => object} openApi30
 */
export function sdkPackages({ clients, servers }, contractOf, openApi30) {
  const packagesOf = (names, contractNames, languages, readme) => {
    const contracts = contractNames.map((name) => {
      const contract = contractOf(name);
      if (!contract) throw new Refusal(`contracts/sdks/sdks.yaml: there is no contract ${name}`);
      return contract;
    });
    const versions = new Set(contracts.map(({ info }) => info.version));
    if (versions.size > 1)
      throw new Refusal(
        `${contractNames.join(' and ')} become one package, so they need one version; they have ${[...versions].join(' and ')}.`,
      );
    const [version] = versions;
    const document = sdkDocument(contracts, names, openApi30);
    return Object.entries(languages).map(([language, { packageName }]) => ({
      language,
      languages,
      readme,
      names: { ...names, version, description: document.info.description, licence: document.info.license.name },
      contracts: contracts.map(({ info }) => info),
      document,
      packageName: packageName(names),
      version,
    }));
  };
  return [
    ...clients.flatMap((names) => packagesOf(names, names.contracts, CLIENTS, clientReadme)),
    ...servers.flatMap((names) => packagesOf(names, [names.contract], SERVERS, serverReadme)),
  ];
}

/** The name of a package's archive. */
export const archiveOf = ({ packageName, version, language }) => `${packageName}-${version}-${language}.zip`;
