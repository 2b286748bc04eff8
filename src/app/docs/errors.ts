import type { ContractDocument, DescribedContract, Examples } from './contracts';

/** What a caller may be answered with besides success: one status, code and message. */
export interface ErrorRow {
  status: string;
  code: string;
  message: string;
  description: string;
  /** Contracts that have it. */
  contracts: readonly string[];
}

interface Response {
  description: string;
  content?: Readonly<Record<string, { examples?: Examples }>>;
}

/** Every error of the contracts, by status: from the examples of their responses. */
export function errorCatalogue(contracts: readonly DescribedContract[]): ErrorRow[] {
  const rows = new Map<string, Omit<ErrorRow, 'contracts'> & { contracts: Set<string> }>();
  for (const { name, document } of contracts)
    for (const operation of Object.values(document.paths).flatMap((item) => Object.values(item)))
      for (const [status, given] of Object.entries(operation.responses ?? {})) {
        if (status === '200' || status === '201' || status === '204') continue;
        const response = resolved(document, given) as Response;
        for (const { code, message } of answersOf(document, response)) {
          const key = JSON.stringify([status, code, message, response.description]);
          const row = rows.get(key) ?? {
            ...{ status, code, message, description: response.description },
            contracts: new Set<string>(),
          };
          rows.set(key, row);
          row.contracts.add(name);
        }
      }
  const sorted = [...rows.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([, row]) => ({ ...row, contracts: [...row.contracts] }));
}

function answersOf(document: ContractDocument, { content = {} }: Response): { code: string; message: string }[] {
  const examples = Object.values(content).flatMap(({ examples: all = {} }) => Object.values(all));
  const found = examples.map((example) => {
    const { value } = resolved(document, example) as { value: unknown };
    const body = (value ?? {}) as Record<string, unknown>;
    const { appCode, reasonCode, statusCode, message } = { ...body, ...(body.data as object) } as Record<
      string,
      unknown
    >;
    const code = appCode ?? reasonCode ?? statusCode ?? '';
    return { code: text(code), message: text(message ?? '') };
  });
  return found.length > 0 ? found : [{ code: '', message: '' }];
}

/** Codes are words or numbers. */
const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** What a reference within the document leads to. */
export function resolved(document: ContractDocument, node: unknown): unknown {
  const { $ref } = node as { $ref?: string };
  if ($ref === undefined) return node;
  const steps = $ref.split('/').slice(1);
  const target = steps.reduce<unknown>(
    (at, step) => (at as Record<string, unknown>)[step.replaceAll('~1', '/').replaceAll('~0', '~')],
    document,
  );
  return resolved(document, target);
}
