import { resolved } from './errors';
import { type ContractDocument, type DescribedContract, type Ending, endingOf, type Examples } from './contracts';
import { type Sample, samples } from './samples';

/** One operation's page: how to call it, and what it answers. */
export interface OperationPage {
  id: string;
  contract: string;
  summary: string;
  method: string;
  path: string;
  ending: Ending | undefined;
  requests: readonly { title: string; samples: readonly Sample[] }[];
  answers: readonly { status: string; description: string; examples: readonly { title: string; text: string }[] }[];
}

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema?: { examples?: readonly unknown[]; enum?: readonly unknown[] };
  example?: unknown;
}

interface Body {
  description?: string;
  content?: Readonly<Record<string, { examples?: Examples; example?: unknown }>>;
}

interface Server {
  url: string;
  variables?: Readonly<Record<string, { default: string }>>;
}

/** One operation of a contract. Examples are the contract's own; the host and the key are placeholders. */
export function operationPageOf(
  { name, document }: DescribedContract,
  { id, method, path, keyHeader }: DescribedContract['operations'][number],
): OperationPage {
  const operation = document.paths[path]![method]!;
  const parameters = [
    ...((document.paths[path]!.parameters ?? []) as unknown as unknown[]),
    ...((operation as { parameters?: unknown[] }).parameters ?? []),
  ].map((node) => resolved(document, node) as Parameter);
  const bodies = operation.requestBody ? bodyExamples(document, operation.requestBody) : [];
  const call = {
    method: method.toUpperCase(),
    url: address(document) + filled(document, path, parameters),
    key: {
      name: keyHeader,
      value: keyHeader === 'Authorization' ? 'Bearer YOUR-TOKEN' : 'YOUR-KEY',
    },
  };
  const needed = parameters
    .filter((parameter) => parameter.in === 'header' && parameter.required)
    .map((parameter) => ({ name: parameter.name, value: exampleOf(document, parameter) }));
  const requestOf = (body: string | undefined): readonly Sample[] =>
    samples({
      ...call,
      headers: [
        ...(body === undefined ? [] : [{ name: 'Content-Type', value: 'application/json' }]),
        call.key,
        ...needed,
      ],
      body,
    });
  return {
    id,
    contract: name,
    summary: operation.summary,
    method: call.method,
    path,
    ending: endingOf(operation),
    requests:
      bodies.length === 0
        ? [{ title: 'The call', samples: requestOf(undefined) }]
        : bodies.map(({ title, text }) => ({ title, samples: requestOf(text) })),
    answers: Object.entries(operation.responses).map(([status, node]) => {
      const { description = '' } = resolved(document, node) as Body;
      return { status, description, examples: bodyExamples(document, node) };
    }),
  };
}

function bodyExamples(document: ContractDocument, node: unknown): { title: string; text: string }[] {
  const { content = {} } = resolved(document, node) as Body;
  return Object.values(content).flatMap(({ examples = {} }) =>
    Object.entries(examples).map(([title, example]) => {
      const { summary, value } = resolved(document, example) as { summary?: string; value: unknown };
      return { title: summary ?? title, text: JSON.stringify(value, undefined, 2) };
    }),
  );
}

/** The last server is the one to try things with. */
function address(document: ContractDocument): string {
  const servers = (document as { servers?: readonly Server[] }).servers ?? [];
  const { url, variables = {} } = servers.at(-1) ?? { url: '' };
  return url.replaceAll(/\{(\w+)\}/g, (_, variable: string) => variables[variable]?.default ?? variable);
}

/** The path with examples in place of its parameters, and the query parameters that must be there. */
function filled(document: ContractDocument, path: string, parameters: readonly Parameter[]): string {
  const of = (name: string): string => {
    const parameter = parameters.find((each) => each.in === 'path' && each.name === name);
    return parameter ? encodeURIComponent(exampleOf(document, parameter)) : name;
  };
  const query = parameters
    .filter((parameter) => parameter.in === 'query' && parameter.required)
    .map((parameter) => `${parameter.name}=${encodeURIComponent(exampleOf(document, parameter))}`);
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => of(name)) + (query.length > 0 ? `?${query.join('&')}` : '');
}

function exampleOf(document: ContractDocument, { name, schema, example }: Parameter): string {
  const { examples, enum: values } = (schema ? resolved(document, schema) : {}) as NonNullable<Parameter['schema']>;
  const value = example ?? examples?.[0] ?? values?.[0] ?? name;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
