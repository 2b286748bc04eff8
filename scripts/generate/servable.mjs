// What the service cannot serve, or would serve otherwise than the contract says, is refused here, by operation and
// reason, and not found out at start or by a caller.

import formats from 'ajv-formats/dist/formats.js';
import { deref, fail } from './document.mjs';

/** Formats that are checked: ajv-formats' and those of src/contract/compiler.ts. */
const FORMATS = new Set([...Object.keys(formats.fullFormats), 'instant', 'money']);
const SERVED_METHODS = ['get', 'put', 'post', 'patch', 'delete'];
/** A body of these means nothing to what lies between caller and service (RFC 9110 §9.3). */
const BODILESS_METHODS = ['get', 'delete'];
const BODILESS_STATUSES = ['204', '205', '304'];
const JSON_ONLY = 'application/json';
/** How each place writes its parameters; other styles are not read. */
const STYLES = { path: 'simple', query: 'form', header: 'simple' };
/** OpenAPI ignores parameters of these names: they are the media types' and the security schemes'. */
const RESERVED_HEADERS = ['accept', 'content-type', 'authorization'];

/** @throws ContractError for an inbound operation that the service cannot serve as its contract says. */
export function requireServable(document, route, method, where) {
  const item = document.paths[route];
  const operation = item[method];
  if (!SERVED_METHODS.includes(method)) fail(where, `the method ${method.toUpperCase()} is not served`);
  requireParameters(document, route, [...(item.parameters ?? []), ...(operation.parameters ?? [])], where);
  requireBodies(document, operation, method, where);
}

/** @throws ContractError for a format that nobody checks: it would let everything through. */
export function requireKnownFormats(document, route, method, where) {
  const item = document.paths[route];
  for (const format of formatsOf(document, [item.parameters, item[method]], where)) {
    if (!FORMATS.has(format)) fail(where, `the format ${format} is unknown`);
  }
}

function requireParameters(document, route, nodes, where) {
  const parameters = nodes.map((node) => deref(document, node, where));
  const declared = new Set(parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name));
  const names = [...route.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name);
  for (const name of names) {
    if (!/^[A-Za-z_]\w*$/.test(name)) fail(where, `the path parameter ${name || '{}'} is no plain identifier`);
    if (!declared.has(name)) fail(where, `the path parameter ${name} is not declared`);
    if (names.indexOf(name) !== names.lastIndexOf(name)) fail(where, `the path parameter ${name} is there twice`);
  }
  for (const segment of route.split('/')) {
    // The rest would be a pattern to the router.
    if (!/^(\{\w+\}|[A-Za-z0-9._~-]*)$/.test(segment)) fail(where, `the path's part ${segment} cannot be routed`);
  }
  for (const parameter of parameters) requireParameter(document, parameter, names, where);
}

function requireParameter(document, { in: place, name, style, schema, allowReserved }, names, where) {
  const what = `the ${place} parameter ${name}`;
  const expected = STYLES[place];
  if (!expected) fail(where, `${what}: parameters in a ${place} are not read`);
  if (place === 'path' && !names.includes(name)) fail(where, `${what} is not in the path`);
  if (place === 'header' && RESERVED_HEADERS.includes(name.toLowerCase())) fail(where, `${what} is ignored`);
  if (style !== undefined && style !== expected) fail(where, `${what}: the style ${style} is not read`);
  if (allowReserved) fail(where, `${what}: allowReserved is not read`);
  if (!schema) fail(where, `${what} has no schema`);
  const types = [deref(document, schema, where).type].flat();
  if (types.includes('object')) fail(where, `${what}: objects are not read`);
  if (place !== 'query' && types.includes('array')) fail(where, `${what}: lists are read in a query only`);
}

function requireBodies(document, operation, method, where) {
  const request = deref(document, operation.requestBody, where);
  if (request && BODILESS_METHODS.includes(method)) fail(where, `a ${method.toUpperCase()} has no request body`);
  if (request && request.required !== true) fail(where, 'its request body is not required');
  const media = Object.keys(request?.content ?? {}).find((type) => type !== JSON_ONLY);
  if (media) fail(where, `request bodies of ${media} are not read`);
  for (const [status, node] of Object.entries(operation.responses ?? {})) {
    const types = Object.keys(deref(document, node, where).content ?? {});
    const other = types.find((type) => type !== JSON_ONLY);
    // What an operation answers is JSON, or a stream of one of some types.
    if (other && types.includes(JSON_ONLY))
      fail(where, `${status}: a response is JSON or something else, not ${types.join(', ')}`);
    if (other && !status.startsWith('2')) fail(where, `${status}: errors of ${other} are not sent`);
    if (types.length > 0 && BODILESS_STATUSES.includes(status)) fail(where, `${status} has no body`);
  }
}

/** Keys of a contract below which everything is data, not schema. */
const DATA = new Set(['example', 'examples', 'default', 'enum', 'const']);
/** Keys below which names are the author's own: none of them is a keyword. */
const NAMED = new Set(['properties', 'patternProperties', '$defs', 'dependentSchemas', 'headers', 'content']);

function* formatsOf(document, nodeOrRef, where, seen = new Set()) {
  const node = deref(document, nodeOrRef, where);
  if (!node || typeof node !== 'object' || seen.has(node)) return;
  seen.add(node);
  if (typeof node.format === 'string') yield node.format;
  for (const [key, inner] of Object.entries(node)) {
    if (DATA.has(key) || key.startsWith('x-')) continue;
    const below = NAMED.has(key) ? Object.values(inner ?? {}) : inner;
    yield* formatsOf(document, below, where, seen);
  }
}
