// What a package says of itself, in the words of its language. The samples are the contracts' first examples.
import { operationsOf } from './document.mjs';

/**
 * @param {object} made
 * @param {string} made.language a key of CLIENTS
 * @param {string} made.packageName
 * @param {object} made.document what it was generated from
 * @param {object} made.names its entry of contracts/sdks/sdks.yaml, with its version
 * @param {{ title: string, version: string }[]} made.contracts
 */
export function clientReadme({ language, packageName, document, names, contracts }) {
  const { tag, version, partner } = names;
  const operations = operationsOf(document);
  const header = headerOf(document);
  const words = WORDS[language];
  const calls = callsOf(words, document);
  const { install, call } = clientTexts({ language, packageName, document, names });
  const only226 = operations.find(({ responses }) => responses['226']);
  return `# ${packageName}

${words.title} client of what ${partner} calls at OCMS, version ${version}. Made from ${listed(contracts)}.

| Method of \`${tag}Api\` | What for |
| --- | --- |
${calls.map(({ method, summary }) => `| \`${method}\` | ${summary} |`).join('\n')}

## Install

${install}

## First call

The base URL and the key come from OCMS; the key is sent as \`${header}\`.

\`\`\`${words.fence}
${call}
\`\`\`
${calls
  .slice(1)
  .map(
    ({ method, model, value, schema, parameter }) => `
\`${method}\` takes:

\`\`\`${words.fence}
${words.value({ model, value, schema, document, parameter })}
\`\`\`
`,
  )
  .join('')}
## Amounts, null, and what is left out

${words.amounts} ${words.absent}

Answers may gain fields: those this version does not know are ignored.

## Errors

${words.errors({ tag, name: names.name })} The body's \`data.appCode\` and the status say what went wrong, \`data.errors\` what to correct on a 400. After 408, 429, 500, 503, a time-out or a lost connection send the same request again (after \`Retry-After\` seconds, where there is one); the others stay until the request is corrected.
${
  only226
    ? `
**226 is no error to HTTP libraries.** \`${words.method(only226.operationId)}\` returns then, too, and nothing was created: look at the body's \`data.appCode\`, which is \`OCMS-2000\` only where it was. ${words.status226}
`
    : ''
}
${words.requestId}

## More

The contracts are at \`/docs\` of the service, as files at ${contracts.map(({ title }) => `\`/contracts/${title}.yaml\``).join(', ')}. Licence: see \`LICENSE\`.
`;
}

/**
 * What whoever looks for a client reads first: for what it is, how it is installed (Markdown), and the first call.
 * @param {object} made as clientReadme's
 */
export function clientTexts({ language, packageName, document, names }) {
  const { tag, name, version } = names;
  const words = WORDS[language];
  const [first] = callsOf(words, document);
  return {
    title: words.title,
    install: words.install({ packageName, version, name }),
    call: words.call({ tag, name, header: headerOf(document), ...first }),
  };
}

const headerOf = (document) => Object.values(document.components.securitySchemes)[0].name;

const callsOf = (words, document) =>
  operationsOf(document).map((operation) => ({
    method: words.method(operation.operationId),
    summary: operation.summary,
    ...exampleOf(operation, document),
  }));

/** The same of a server's stub: how it becomes a server stands for how it is installed. */
export function serverTexts({ language, packageName, names: { tag } }) {
  const words = STUB_WORDS[language];
  return { title: words.title, install: words.fill({ tag, packageName }) };
}

/** @param {object} made as clientReadme's */
export function serverReadme({ language, packageName, document, names, contracts }) {
  const { version } = names;
  const words = STUB_WORDS[language];
  return `# ${packageName}

${words.title} stub of the server that OCMS calls, version ${version}. Made from ${listed(contracts)}.

| Path | Method | What for |
| --- | --- | --- |
${Object.entries(document.paths)
  .flatMap(([path, item]) => Object.entries(item).map(([verb, operation]) => ({ path, verb, operation })))
  .filter(({ operation }) => operation.operationId)
  .map(
    ({ path, verb, operation }) =>
      `| \`${verb.toUpperCase()} ${path}\` | \`${words.method(operation.operationId)}\` | ${operation.summary} |`,
  )
  .join('\n')}

## Fill it in

${serverTexts({ language, packageName, names }).install}

## What it does not do

- It does not check the key: the gateway in front of it does.
- Errors are yours to send, with the bodies of the contract (\`ErrorBody\`).
- ${words.amounts}

## More

The contract is at \`/docs\` of OCMS's service, as a file at ${contracts.map(({ title }) => `\`/contracts/${title}.yaml\``).join(', ')}. Licence: see \`LICENSE\`.
`;
}

const listed = (contracts) => contracts.map(({ title, version }) => `${title} ${version}`).join(' and ');

/** The first example of an operation's request, with what is needed to write it down in any language. */
function exampleOf(operation, document) {
  const { schema, examples } = operation.requestBody.content['application/json'];
  const model = schema.$ref.split('/').pop();
  return { model, document, schema, parameter: camel(model), value: Object.values(examples)[0].value };
}

const camel = (name) => name[0].toLowerCase() + name.slice(1);
const pascal = (name) => name[0].toUpperCase() + name.slice(1);
const snake = (name) => name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
const text = (value) => JSON.stringify(value);
const money = (value) => value.toFixed(2);
const indented = (lines, by) => lines.replaceAll('\n', `\n${' '.repeat(by)}`);

/**
 * Writes a value of a schema down.
 * @param words of the language: object(model, fields), list(items), and the literals
 */
function literal(words, document, schema, value, owner = '', property = '') {
  if (schema.$ref) {
    const name = schema.$ref.split('/').pop();
    return literal(words, document, document.components.schemas[name], value, name, property);
  }
  if (value === null) return words.nothing;
  if (schema.type === 'array')
    return words.list(value.map((each) => literal(words, document, schema.items, each, owner, property)));
  if (schema.type === 'object')
    return words.object(
      owner,
      Object.entries(value).map(([name, each]) => [
        name,
        literal(words, document, schema.properties[name], each, owner, name),
      ]),
    );
  if (schema.format === 'money') return words.money(money(value));
  if (schema.format === 'date') return words.date(value);
  if (schema.enum && words.enumeration) return words.enumeration(owner, property, value);
  return schema.type === 'string' ? text(value) : String(value);
}

const WORDS = {
  java: {
    title: 'Java (11 or newer)',
    fence: 'java',
    method: (name) => name,
    install: ({ packageName, version }) =>
      `\`mvn install\` in this folder, then in your \`pom.xml\`:

\`\`\`xml
<dependency>
  <groupId>ocms</groupId>
  <artifactId>${packageName}</artifactId>
  <version>${version}</version>
</dependency>
\`\`\``,
    nothing: 'null',
    money: (value) => `new BigDecimal("${value}")`,
    date: (value) => `LocalDate.parse("${value}")`,
    enumeration: (owner, property, value) => `${owner}.${pascal(property)}Enum.${value}`,
    list: (items) => `List.of(${items.join(', ')})`,
    object: (model, fields) =>
      `new ${model}()${fields.map(([name, value]) => `\n    .${name}(${indented(value, 4)})`).join('')}`,
    call: ({ tag, name, header, method, model, value, schema, document, parameter }) => `import ocms.${name}.${tag}Api;
import ocms.${name}.client.ApiClient;
import ocms.${name}.model.*;

ApiClient client = new ApiClient();
client.updateBaseUri("https://…");
client.setRequestInterceptor(request -> request.header("${header}", key));
${tag}Api api = new ${tag}Api(client);

${WORDS.java.value({ model, value, schema, document, parameter })}
${pascal(method)}Response response = api.${method}(${parameter});`,
    value: ({ model, value, schema, document, parameter }) =>
      `${model} ${parameter} = ${literal(WORDS.java, document, schema, value)};`,
    amounts: 'Amounts are `BigDecimal`, read and written digit by digit.',
    absent:
      'A field that may be null and may be left out is a `JsonNullable`: not set, it is left out; set to null, it is sent as null (`request.suspensionType(null)`). `get…_JsonNullable()` tells them apart.',
    errors: ({ name }) =>
      `Any other status than 2xx is an \`ApiException\` with \`getCode()\` and \`getResponseBody()\`, which \`client.getObjectMapper().readValue(e.getResponseBody(), ErrorResponse.class)\` (\`ocms.${name}.model\`) reads.`,
    status226: '`createNoticeWithHttpInfo(request).getStatusCode()` is the status.',
    requestId:
      'Each method takes headers as its last argument, `Map.of("X-Request-Id", id)` for one: the id both sides log.',
  },
  csharp: {
    title: 'C# (.NET 8)',
    fence: 'csharp',
    method: (name) => `${pascal(name)}Async`,
    install: ({ packageName }) =>
      `\`dotnet add reference src/${packageName}/${packageName}.csproj\`, or \`dotnet pack\` and your package feed.`,
    nothing: 'null',
    money: (value) => `${value}m`,
    date: (value) => `DateOnly.Parse("${value}")`,
    enumeration: (owner, property, value) => `${owner}.${pascal(property)}Enum.${value}`,
    list: (items) => `[${items.join(', ')}]`,
    object: (model, fields) =>
      `new ${model}(${fields.map(([name, value]) => `\n    ${name}: ${indented(value, 4)}`).join(',')})`,
    call: ({ tag, method, value, schema, document, parameter }) => `using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Ocms.${tag}.Api;
using Ocms.${tag}.Client;
using Ocms.${tag}.Extensions;
using Ocms.${tag}.Model;

using IHost host = Host.CreateDefaultBuilder().ConfigureApi((context, services, options) =>
{
    options.AddTokens(new ApiKeyToken(key, ClientUtils.ApiKeyHeader.${apiKeyHeader(document)}, prefix: ""));
    options.AddApiHttpClients(client: http => http.BaseAddress = new Uri("https://…"));
}).Build();
I${tag}Api api = host.Services.GetRequiredService<I${tag}Api>();

${WORDS.csharp.value({ value, schema, document, parameter })}
var response = await api.${method}(${parameter});
if (response.TryOk(out var answer))
{
    // answer is what OCMS answered
}`,
    value: ({ value, schema, document, parameter }) =>
      `var ${parameter} = ${literal(WORDS.csharp, document, schema, value)};`,
    amounts: 'Amounts are `decimal`.',
    absent:
      'A field that may be left out is an `Option<T>`: not passed, it is left out; passed as null, it is sent as null. `…Option.IsSet` tells them apart.',
    errors: () =>
      'No status throws: `response.StatusCode` is the status, `TryOk`, `TryBadRequest`, `TryUnauthorized` and so on read the body of theirs.',
    status226: '`response.TryIMUsed` reads it.',
    requestId: 'A `DelegatingHandler` of the `HttpClient` may add `X-Request-Id`, the id both sides log.',
  },
  python: {
    title: 'Python (3.9 or newer)',
    fence: 'python',
    method: snake,
    install: () =>
      '`pip install .` in this folder. It is typed; mypy knows the names of fields by its plugin `pydantic.mypy`.',
    nothing: 'None',
    money: (value) => `Decimal("${value}")`,
    date: (value) => `date.fromisoformat("${value}")`,
    list: (items) => `[${items.join(', ')}]`,
    object: (model, fields) =>
      `${model}(${fields.map(([name, value]) => `\n    ${snake(name)}=${indented(value, 4)},`).join('')}\n)`,
    call: ({ tag, name, method, value, schema, document, parameter }) => `from datetime import date
from decimal import Decimal

from ocms_${name} import *

configuration = Configuration(host="https://…", api_key={"${Object.keys(document.components.securitySchemes)[0]}": key})
with ApiClient(configuration) as client:
    api = ${tag}Api(client)
    ${indented(WORDS.python.value({ value, schema, document, parameter }), 4)}
    response = api.${method}(${snake(parameter)})`,
    value: ({ value, schema, document, parameter }) =>
      `${snake(parameter)} = ${literal(WORDS.python, document, schema, value)}`,
    amounts: 'Amounts are `Decimal`, read and written digit by digit.',
    absent:
      'A field that is not passed is left out; one passed as `None` is sent as null where the contract has null. `model_fields_set` tells them apart.',
    errors: () =>
      'Any other status than 2xx is an `ApiException` with `status`, and `data`, an `ErrorResponse`. A request that breaks the contract is a `ValidationError` of pydantic before anything is sent.',
    status226: '`create_notice_with_http_info(…).status_code` is the status.',
    requestId: 'Each method takes `_headers={"X-Request-Id": id}`: the id both sides log.',
  },
  typescript: {
    title: 'TypeScript (Node.js 18 or newer, browsers)',
    fence: 'ts',
    method: (name) => name,
    install: () =>
      '`npm install`, which builds it, then `npm install <this folder>` in your project. It needs nothing but `fetch`.',
    nothing: 'null',
    money: (value) => value,
    date: (value) => text(value),
    list: (items) => `[${items.join(', ')}]`,
    object: (model, fields) => `{${fields.map(([name, value]) => `\n  ${name}: ${indented(value, 2)},`).join('')}\n}`,
    call: ({
      tag,
      name,
      method,
      model,
      value,
      schema,
      document,
      parameter,
    }) => `import { ${tag}Api, Configuration, type ${model} } from 'ocms-${name}';

const api = new ${tag}Api(new Configuration({ basePath: 'https://…', apiKey: key }));

${WORDS.typescript.value({ model, value, schema, document, parameter })}
const response = await api.${method}(${parameter});`,
    value: ({ model, value, schema, document, parameter }) =>
      `const ${parameter}: ${model} = ${literal(WORDS.typescript, document, schema, value)};`,
    amounts:
      "Amounts are numbers, as JSON's are in JavaScript: exact to the cent in all the contract allows (up to 99,999,999.99) as they are read and written; to add them up, count in cents.",
    absent:
      'A field that is `undefined` is left out, `null` is sent as null. Dates are text, `YYYY-MM-DD`: a calendar date is no instant.',
    errors: () =>
      'Any other status than 2xx is a `ResponseError` whose `response.status` is the status and `await response.json()` an `ErrorResponse`.',
    status226: '`(await api.createNoticeRaw(request)).raw.status` is the status.',
    requestId:
      "Each method takes `{ headers: { 'X-Request-Id': id } }` as its last argument through a function, `async ({ init }) => ({ headers: { ...init.headers, 'X-Request-Id': id } })`: the id both sides log.",
  },
};

/** As the generator spells it. */
function apiKeyHeader(document) {
  return Object.values(document.components.securitySchemes)[0].name.replaceAll('-', '_');
}

const STUB_WORDS = {
  spring: {
    title: 'Spring Boot 3 (Java 17)',
    method: (name) => name,
    fill: ({ tag }) =>
      `Make a \`@Service\` that implements \`${tag}ApiDelegate\`; a method it does not override answers 501. \`mvn spring-boot:run\` serves it on port 8080. Requests are held against the contract before they reach it.`,
    amounts: 'Amounts are `BigDecimal`.',
  },
  aspnetcore: {
    title: 'ASP.NET Core 8',
    method: pascal,
    fill: ({ tag, packageName }) =>
      `\`${tag}ApiController\` has a method per operation that answers with an example: make it yours, or override it. \`dotnet run --project src/${packageName}\` serves it.`,
    amounts: 'Amounts are `decimal`.',
  },
};
