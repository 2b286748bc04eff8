import { deref } from '../generate/document.mjs';

/**
 * What partners call, as a Postman collection 2.1 (Bruno, Insomnia and others import it): a folder per contract, a request
 * per operation and documented example. Address and keys are variables; the keys are those of the demo data.
 *
 * @param {readonly object[]} contracts inbound, each self-contained
 * @param {{ version: string, keys: Readonly<Record<string, string>> }} of demo keys by partner
 */
export function collection(contracts, { version, keys }) {
  const partners = new Set();
  const folders = contracts.map((contract) => ({
    name: contract.info.title,
    description: contract.info.summary,
    item: operationsOf(contract).flatMap((operation) => {
      const [scheme] = Object.keys(operation.security[0]);
      const { [scheme]: key } = contract.components.securitySchemes;
      partners.add(key['x-ocms-partner']);
      return requestsOf(contract, operation, key);
    }),
  }));
  return {
    info: {
      name: 'OCMS',
      version,
      description: 'What partners and staff call. Set baseUrl and the keys; the keys given open a demo service only.',
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    variable: [
      { key: 'baseUrl', value: 'http://127.0.0.1:3000' },
      ...[...partners].sort().map((partner) => ({ key: variableOf(partner), value: keys[partner] ?? '' })),
    ],
    item: folders,
  };
}

const METHODS = ['get', 'put', 'post', 'delete', 'patch'];

const variableOf = (partner) => (partner === 'STAFF' ? 'staffToken' : `${partner.toLowerCase()}Key`);

const operationsOf = ({ paths }) =>
  Object.entries(paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => ({
      ...item[method],
      path,
      method,
      parameters: [...(item.parameters ?? []), ...(item[method].parameters ?? [])],
    })),
  );

function requestsOf(contract, { path, method, summary, description, parameters, requestBody }, key) {
  const given = parameters.map((parameter) => deref(contract, parameter));
  const content = requestBody && deref(contract, requestBody).content['application/json'];
  const shown = content
    ? Object.values(content.examples).map((example) => deref(contract, example))
    : [{ summary: '', value: undefined }];
  const header = [
    key.type === 'apiKey'
      ? { key: key.name, value: `{{${variableOf(key['x-ocms-partner'])}}}` }
      : { key: 'Authorization', value: `Bearer {{${variableOf(key['x-ocms-partner'])}}}` },
    ...(content ? [{ key: 'Content-Type', value: 'application/json' }] : []),
    ...given
      .filter((each) => each.in === 'header')
      .map((each) => ({ key: each.name, value: valueOf(contract, each), disabled: !each.required })),
  ];
  return shown.map(({ summary: what, value }) => ({
    name: what ? `${summary}: ${what}` : summary,
    request: {
      method: method.toUpperCase(),
      description,
      header,
      url: urlOf(contract, path, given),
      ...(value !== undefined && {
        body: { mode: 'raw', raw: JSON.stringify(value, undefined, 2), options: { raw: { language: 'json' } } },
      }),
    },
  }));
}

function urlOf(contract, path, parameters) {
  const query = parameters
    .filter((each) => each.in === 'query')
    .map((each) => ({ key: each.name, value: valueOf(contract, each), disabled: !each.required }));
  const asked = query
    .filter(({ disabled }) => !disabled)
    .map(({ key, value }) => `${key}=${encodeURIComponent(value)}`);
  const segments = path
    .slice(1)
    .replaceAll(/\{(\w+)\}/g, ':$1')
    .split('/');
  return {
    raw: `{{baseUrl}}/${segments.join('/')}${asked.length > 0 ? `?${asked.join('&')}` : ''}`,
    host: ['{{baseUrl}}'],
    path: segments,
    ...(query.length > 0 && { query }),
    ...(parameters.some((each) => each.in === 'path') && {
      variable: parameters
        .filter((each) => each.in === 'path')
        .map((each) => ({ key: each.name, value: valueOf(contract, each) })),
    }),
  };
}

function valueOf(contract, { example, schema }) {
  const { examples, default: otherwise, enum: values } = deref(contract, schema);
  return String(example ?? examples?.[0] ?? otherwise ?? values?.[0] ?? '');
}
