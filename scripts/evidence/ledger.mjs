// The evidence ledger: what of the contracts is shown, by what. See ../evidence.mjs for what counts.
import { deref, METHODS } from '../generate/document.mjs';

export const COLUMNS = {
  example: 'documented example',
  pact: 'pact interaction',
  test: 'test',
  sandbox: 'answer or arrival in the sandbox',
  who: 'role or key',
};

/** As many tests as a cell names. */
const NAMED = 3;

const yes = (...by) => ({ state: 'yes', by });
const no = (reason) => ({ state: 'no', reason });
const none = { state: 'none' };
const notOffered = { state: 'none', reason: 'not offered' };

/**
 * @param contracts OpenAPI documents by contract's name, each { direction, document }
 * @param files entries of generated/files/files.json
 * @param facts lines of test/support/evidence.cjs
 * @param pacts each { name, pact, verified }
 * @param offered ids of the inbound operations that the sandbox has
 * @param compile gives an API's examples a judge: (document, operations) => { request(id), responseViolation(id, status, body) }
 * @param exceptions of exceptions.json
 * @returns { rows, unneeded }: a row per operation and status, { contract, direction, operation, method, route, status, cells },
 * and per file, { contract, direction: 'file', cells }; and the exceptions that no cell needs
 */
export function ledger({ contracts, files, facts, pacts, offered, compile, exceptions }) {
  const rows = [
    ...[...contracts].flatMap(([name, contract]) => apiRows(name, contract, { facts, pacts, offered, compile })),
    ...files.map((file) => fileRow(file, facts)),
  ];
  const needed = new Set();
  for (const row of rows)
    for (const [column, cell] of Object.entries(row.cells)) {
      if (cell.state !== 'no') continue;
      const exception = exceptions.find((each) => isOf(each, column, row));
      if (!exception) continue;
      needed.add(exception);
      row.cells[column] = { state: 'excepted', reason: exception.reason };
    }
  return { rows, unneeded: exceptions.filter((each) => !needed.has(each)) };
}

/** Cells that nothing shows, as lines. */
export const uncovered = (rows) =>
  rows.flatMap((row) =>
    Object.entries(row.cells)
      .filter(([, { state }]) => state === 'no')
      .map(
        ([column, { reason }]) =>
          `${[row.operation ?? row.contract, row.status].filter(Boolean).join(' ')}: no ${COLUMNS[column]}${reason ? ` (${reason})` : ''}`,
      ),
  );

const isOf = ({ columns, directions, operations, statuses }, column, row) =>
  columns.includes(column) &&
  (!directions || directions.includes(row.direction)) &&
  (!operations || operations.includes(row.operation ?? row.contract)) &&
  (!statuses || statuses.includes(row.status));

function apiRows(contract, { direction, document }, { facts, pacts, offered, compile }) {
  const inbound = direction === 'inbound';
  // Whose answers show who gets in: of what OCMS calls, the partner sandbox's.
  const host = inbound ? 'service' : 'sandbox';
  const operations = Object.entries(document.paths).flatMap(([route, item]) =>
    METHODS.filter((method) => method in item).map((method) => ({ route, method, of: item[method] })),
  );
  const judge = compile(
    document,
    Object.fromEntries(
      operations.map(({ route, method, of }) => [of.operationId, { path: route, method, batchLimits: [] }]),
    ),
  );
  return operations.flatMap(({ route, method, of }) => {
    const operation = of.operationId;
    const [scheme] = Object.keys((of.security ?? document.security)[0]);
    const party = partyOf(document.components.securitySchemes[scheme]);
    const its = facts.filter(
      (fact) => fact.route === route && (fact.method?.toLowerCase() === method || fact.status === 405),
    );
    const owners = keyOwners(facts, its, { host, inbound });
    return Object.entries(of.responses).map(([code, response]) => {
      const status = Number(code);
      const seen = its.filter((fact) => fact.status === status);
      const outsidePacts = seen.filter(({ test }) => !test.startsWith('test/pact/'));
      const ofTests = inbound ? outsidePacts.filter(({ by }) => by === 'service') : outsidePacts;
      // Where inbound pacts are verified, states come about behind the sandbox's back: no partner could have them.
      const ofSandbox = (inbound ? outsidePacts : seen).filter(({ by }) => by === 'sandbox');
      return {
        ...{ contract, direction, operation, method: method.toUpperCase(), route, status },
        cells: {
          example: exampleCell(judge, operation, status, deref(document, response), deref(document, of.requestBody)),
          pact: pactCell(pacts, { method, route, status }),
          test: shownBy(ofTests),
          sandbox: inbound && !offered.includes(operation) ? notOffered : shownBy(ofSandbox),
          who: whoCell({ inbound, host, status, its, seen, owners, party, roles: of['x-ocms-roles'] ?? [] }),
        },
      };
    });
  });
}

const partyOf = (scheme) => ({
  name: scheme['x-ocms-partner'] ?? scheme['x-ocms-system'],
  token: scheme.type !== 'apiKey',
});

const shownBy = (facts) => (facts.length > 0 ? yes(...told(facts)) : no());

const told = (facts) => [...new Set(facts.map(({ test, name }) => (name ? `${test}: ${name}` : test)))].slice(0, NAMED);

/** Of the answer, and of a success the request's, too. */
function exampleCell(judge, operation, status, response, requestBody) {
  const shown = [];
  const wrong = [];
  const media = Object.entries(response.content ?? {});
  for (const [type, { examples = {} }] of media) {
    const named = Object.entries(examples);
    if (named.length === 0) wrong.push(`${type} has none`);
    for (const [name, { value }] of named) {
      const violation = judge.responseViolation(operation, status, value);
      if (violation) wrong.push(`${name}: ${violation}`);
      else shown.push(name);
    }
  }
  const requests = status < 300 ? Object.values(requestBody?.content ?? {}) : [];
  for (const { examples = {} } of requests) {
    const named = Object.entries(examples);
    if (named.length === 0) wrong.push('the request has none');
    for (const [name, { value }] of named) {
      if (judge.request(operation)(structuredClone(value))) shown.push(`request ${name}`);
      else wrong.push(`request ${name} breaks the contract`);
    }
  }
  if (wrong.length > 0) return no(wrong.join('; '));
  return shown.length > 0 ? yes(...shown) : none;
}

function pactCell(pacts, { method, route, status }) {
  const pattern = new RegExp(`^${route.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
  const found = pacts.flatMap(({ name, pact, verified }) =>
    pact.interactions
      .filter(
        ({ request, response }) =>
          pattern.test(request.path) &&
          response.status === status &&
          (request.method.toLowerCase() === method || status === 405),
      )
      .map(({ description }) => ({ name, description, verified })),
  );
  const kept = found.filter(({ verified }) => verified);
  if (kept.length === 0) return no(found.length > 0 ? `${found[0].name} is not verified as it is` : undefined);
  return yes(...kept.slice(0, NAMED).map(({ name, description }) => `${name}: ${description}`));
}

/** By test file and key: whose operations a key opened there. */
function keyOwners(facts, its, { host, inbound }) {
  const routes = new Set(its.map(({ route }) => route));
  const own = new Set();
  const others = new Set();
  for (const { test, key, status, route, by } of facts)
    if (key && by === host && status < 300) (routes.has(route) ? own : others).add(`${test} ${key}`);
  return { own, others: inbound ? others : new Set() };
}

/** Who got in, and who did not. */
function whoCell({ inbound, host, status, its, seen, owners, party, roles }) {
  const here = seen.filter(({ by }) => by === host);
  const of = ({ test, key }) => `${test} ${key}`;
  if (status < 300) {
    const wanted = party.token
      ? roles.map((role) => [
          `as ${role}`,
          its.filter((fact) => fact.by === host && fact.roles?.join() === role && ![401, 403].includes(fact.status)),
        ])
      : [[`with the key of ${party.name}`, here.filter((fact) => fact.key && owners.own.has(of(fact)))]];
    return allOf(wanted);
  }
  if (status === 401) {
    if (party.token)
      return allOf([
        ['without a token', here.filter(({ key, roles: any }) => !key && !any)],
        ['with a token that does not hold', here.filter(({ roles: any }) => any)],
      ]);
    if (!inbound) return allOf([['with another key', here.filter(({ key }) => key)]]);
    return allOf([
      ['without a key', here.filter(({ key }) => !key)],
      [
        'with an unknown key',
        here.filter((fact) => fact.key && !owners.own.has(of(fact)) && !owners.others.has(of(fact))),
      ],
      ["with another partner's key", here.filter((fact) => fact.key && owners.others.has(of(fact)))],
    ]);
  }
  if (status === 403 && party.token)
    return allOf([
      ['without any of its roles', here.filter(({ roles: any }) => any && !any.some((role) => roles.includes(role)))],
    ]);
  return none;
}

function allOf(wanted) {
  const missing = wanted.filter(([, facts]) => facts.length === 0).map(([what]) => what);
  if (missing.length > 0) return no(`not ${missing.join(', ')}`);
  return yes(...wanted.map(([what, facts]) => `${what}: ${told(facts)[0]}`));
}

function fileRow({ name, fileName, examples }, facts) {
  const form = new RegExp(`^(?:${fileName})$`, 'u');
  const its = (what) => facts.filter(({ file, seen }) => seen === what && (file === name || form.test(file)));
  const [taken, refused] = [its('taken'), its('refused')];
  return {
    ...{ contract: name, direction: 'file' },
    cells: {
      example: examples.length === 0 || taken.length === 0 ? no() : yes(...examples.map((each) => each.name)),
      pact: none,
      test:
        taken.length === 0 || refused.length === 0
          ? no('not refused where it breaks the contract')
          : yes(...told(refused)),
      sandbox: shownBy(its('sandbox')),
      who: none,
    },
  };
}
