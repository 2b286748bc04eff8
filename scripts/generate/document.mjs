// What every step of generating needs of a contract: its methods, its references, and how a mistake in it is told.

export const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** A mistake in a contract, told without a stack. */
export class ContractError extends Error {}

/** @throws ContractError which names the place and what is wrong there. */
export const fail = (where, what) => {
  throw new ContractError(`${where}: ${what}`);
};

/** What a node stands for: itself, or what it refers to within its document. */
export function deref(document, node, where) {
  const seen = new Set();
  while (node && typeof node === 'object' && '$ref' in node) {
    if (seen.has(node.$ref)) fail(where, `${node.$ref} refers to itself`);
    seen.add(node.$ref);
    node = node.$ref
      .replace(/^#\//, '')
      .split('/')
      .reduce((at, key) => at?.[decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~')], document);
  }
  return node;
}
