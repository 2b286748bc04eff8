// Holds the change log of contracts/README.md against the contracts: the version that each has now is in it.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { readChangeLog } from '../generate/change-log.mjs';
import { ContractError } from '../generate/document.mjs';
import { readFileContracts } from '../generate/files.mjs';

const PLACE = 'contracts/README.md, Change log';

/** @returns what is wrong with it. */
export function lintChangeLog(contractsDir) {
  const { rows, noRows } = readChangeLog(contractsDir);
  const isTold = ({ name, version, byPartners }) =>
    rows.some(
      (row) =>
        row.version === version &&
        (row.contracts.includes(name) || (byPartners && row.contracts.includes('all inbound'))),
    );
  return [
    ...noRows.map((line) => `${PLACE}: is no row (| 1.2.3 | contract, contract | change |): ${line}`),
    ...[...apisIn(contractsDir, 'inbound'), ...apisIn(contractsDir, 'outbound'), ...filesIn(contractsDir)]
      .filter((contract) => !isTold(contract))
      .map(({ name, version }) => `${PLACE}: has no row for ${name} ${version}`),
  ];
}

function apisIn(contractsDir, direction) {
  const folder = path.join(contractsDir, direction);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => {
      const { info, components } = readYaml(path.join(folder, file));
      const schemes = Object.values(components.securitySchemes).map((scheme) => resolved(scheme, folder));
      return {
        name: path.basename(file, '.yaml'),
        version: info.version,
        // Members of staff are no partner.
        byPartners:
          direction === 'inbound' && schemes.some(({ 'x-ocms-partner': partner }) => partner && partner !== 'STAFF'),
      };
    });
}

function filesIn(contractsDir) {
  try {
    return readFileContracts(contractsDir);
  } catch (error) {
    // What is wrong with them is told by whoever lints them.
    if (error instanceof ContractError) return [];
    throw error;
  }
}

/** What a reference to a component of a shared file stands for. */
function resolved(scheme, folder) {
  if (!scheme.$ref) return scheme;
  const [file, pointer] = scheme.$ref.split('#/');
  return readYaml(path.join(folder, file))[pointer];
}

const readYaml = (file) => parse(readFileSync(file, 'utf8'));
