// What a package says of itself, in the words of its language. The samples are the contracts' first examples.
import { operationsOf } from './document.mjs';
import { headerConstant } from './languages.mjs';

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
  const calls = callsOf(words, { document, names });
  const { install } = clientTexts({ language, packageName, document, names });
  const only226 = operations.find(({ responses }) => responses['226']);
  return `# ${packageName}

${words.title} client of what ${partner} calls at OCMS, version ${version}. Made from ${listed(contracts)}.

| Method of \`${tag}Api\` | What for |
| --- | --- |
${calls.map(({ method, summary }) => `| \`${method}\` | ${summary} |`).join('\n')}

## Install

${install}

## First call

The base URL and the key come from OCMS, here as \`OCMS_URL\` and \`OCMS_KEY\` of the environment; the key is sent as \`${header}\`.

${calls.map(({ method, sample }, index) => `${index > 0 ? `\`${method}\`, as a program of its own:\n\n` : ''}\`\`\`${words.fence}\n${sample}\n\`\`\`\n`).join('\n')}
## Amounts, null, and what is left out

${words.amounts} ${words.absent}

Answers may gain fields: those this version does not know are ignored.

## Errors

${words.errors} The body's \`data.appCode\` and the status say what went wrong, \`data.errors\` what to correct on a 400. After 408, 429, 500, 503, a time-out or a lost connection send the same request again (after \`Retry-After\` seconds, where there is one); the others stay until the request is corrected.
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
  const words = WORDS[language];
  return {
    title: words.title,
    install: words.install({ packageName, version: names.version }),
    call: callsOf(words, { document, names })[0].sample,
  };
}

const headerOf = (document) => Object.values(document.components.securitySchemes)[0].name;

const callsOf = (words, { document, names: { tag, name } }) =>
  operationsOf(document).map((operation) => ({
    method: words.method(operation.operationId),
    summary: operation.summary,
    sample: sampleOf(words, operation, { document, tag, name }),
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

/** A program that calls an operation with the first example of its request. */
function sampleOf(words, { operationId, requestBody, responses }, { document, tag, name }) {
  const { schema, examples } = requestBody.content['application/json'];
  const scheme = Object.keys(document.components.securitySchemes)[0];
  return words.program({
    ...{ tag, name, scheme, header: document.components.securitySchemes[scheme].name },
    ...{ operationId, method: words.method(operationId), tellsStatus: '226' in responses },
    model: modelOf(schema),
    answer: modelOf(responses['200'].content['application/json'].schema),
    value: literal(words, document, schema, Object.values(examples)[0].value),
    models: Object.keys(document.components.schemas),
  });
}

const modelOf = ({ $ref }) => $ref.split('/').pop();
/** Those of the names that code has, in order. */
const usedIn = (code, names) => names.filter((each) => new RegExp(`\\b${each}\\b`).test(code)).sort();

const pascal = (name) => name[0].toUpperCase() + name.slice(1);
const snake = (name) => name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
const money = (value) => value.toFixed(2);
const indented = (lines, by) => lines.replaceAll('\n', `\n${' '.repeat(by)}`);
/** Those of a list: where one has several lines, each begins on its own, and `end` comes after them. */
const itemsOf = (items, by, end = '') =>
  items.some((each) => each.includes('\n'))
    ? items.map((each) => `\n${' '.repeat(by)}${indented(each, by)}`).join(',') + end
    : items.join(', ');

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
  return schema.type === 'string' ? (words.text ?? JSON.stringify)(value) : String(value);
}

const JAVA_CLASSES = ['java.math.BigDecimal', 'java.time.LocalDate', 'java.util.List'];

const withJavaImports = ({ tag, name, models }, code) =>
  [
    ...JAVA_CLASSES.filter((each) => usedIn(code, [each.split('.').pop()]).length > 0),
    `ocms.${name}.${tag}Api`,
    ...usedIn(code, ['ApiClient', 'ApiException', 'ApiResponse']).map((each) => `ocms.${name}.client.${each}`),
    ...usedIn(code, models).map((each) => `ocms.${name}.model.${each}`),
  ]
    .map((each) => `import ${each};\n`)
    .join('') + code;

const withPythonImports = ({ tag, name, models }, code) =>
  [
    'import os',
    ...(usedIn(code, ['date']).length > 0 ? ['from datetime import date'] : []),
    ...(usedIn(code, ['Decimal']).length > 0 ? ['from decimal import Decimal'] : []),
    '',
    `from ocms_${name} import ${usedIn(code, ['ApiClient', 'ApiException', 'Configuration', `${tag}Api`, ...models]).join(', ')}`,
    code,
  ].join('\n');

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
    list: (items) => `List.of(${itemsOf(items, 4)})`,
    object: (model, fields) =>
      `new ${model}()${fields.map(([name, value]) => `\n    .${name}(${indented(value, 4)})`).join('')}`,
    program: ({ tag, name, header, operationId, method, model, answer, value, tellsStatus, models }) =>
      withJavaImports(
        { tag, name, models },
        `
public class ${pascal(operationId)} {
  public static void main(String[] args) throws Exception {
    ApiClient client = new ApiClient();
    client.updateBaseUri(System.getenv("OCMS_URL"));
    client.setRequestInterceptor(call -> call.header("${header}", System.getenv("OCMS_KEY")));
    ${tag}Api api = new ${tag}Api(client);

    ${model} request = ${indented(value, 4)};
    try {
      ${
        tellsStatus
          ? `ApiResponse<${answer}> response = api.${method}WithHttpInfo(request);
      System.out.println(response.getStatusCode() + " " + response.getData());`
          : `${answer} response = api.${method}(request);
      System.out.println(response);`
      }
    } catch (ApiException e) {
      if (e.getResponseBody() == null) throw e; // no answer came
      ErrorResponse error = client.getObjectMapper().readValue(e.getResponseBody(), ErrorResponse.class);
      System.out.println(e.getCode() + " " + error.getData().getAppCode());
    }
  }
}`,
      ),
    amounts: 'Amounts are `BigDecimal`, read and written digit by digit.',
    absent:
      'A field that may be null and may be left out is a `JsonNullable`: not set, it is left out; set to null, it is sent as null (`request.suspensionType(null)`). `get…_JsonNullable()` tells them apart.',
    errors: 'Any other status than 2xx is an `ApiException`, whose body is an `ErrorResponse`, as above.',
    status226: '`createNoticeWithHttpInfo` tells the status, as above.',
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
    list: (items) => `[${itemsOf(items, 4, '\n')}]`,
    object: (model, fields) =>
      `new ${model}(${fields.map(([name, value]) => `\n    ${name}: ${indented(value, 4)}`).join(',')})`,
    program: ({ tag, header, method, value }) => `using System;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Ocms.${tag}.Api;
using Ocms.${tag}.Client;
using Ocms.${tag}.Extensions;
using Ocms.${tag}.Model;

string url = Environment.GetEnvironmentVariable("OCMS_URL")!;
string key = Environment.GetEnvironmentVariable("OCMS_KEY")!;
using IHost host = Host.CreateDefaultBuilder().ConfigureApi((context, services, options) =>
{
    options.AddTokens(new ApiKeyToken(key, ClientUtils.ApiKeyHeader.${headerConstant(header)}, prefix: ""));
    options.AddApiHttpClients(client: http => http.BaseAddress = new Uri(url));
}).Build();
I${tag}Api api = host.Services.GetRequiredService<I${tag}Api>();

var request = ${value};
var response = await api.${method}(request);
if (response.TryOk(out var answer))
    Console.WriteLine(answer);
else
    Console.WriteLine($"{(int)response.StatusCode} {response.RawContent}");`,
    amounts: 'Amounts are `decimal`.',
    absent:
      'A field that may be left out is an `Option<T>`: not passed, it is left out; passed as null, it is sent as null. `…Option.IsSet` tells them apart.',
    errors:
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
    list: (items) => `[${itemsOf(items, 4, ',\n')}]`,
    object: (model, fields) =>
      `${model}(${fields.map(([name, value]) => `\n    ${snake(name)}=${indented(value, 4)},`).join('')}\n)`,
    program: ({ tag, name, scheme, method, value, tellsStatus, models }) =>
      withPythonImports(
        { tag, name, models },
        `
configuration = Configuration(
    host=os.environ["OCMS_URL"],
    api_key={"${scheme}": os.environ["OCMS_KEY"]},
)
with ApiClient(configuration) as client:
    api = ${tag}Api(client)
    request = ${indented(value, 4)}
    try:
        ${
          tellsStatus
            ? `response = api.${method}_with_http_info(request)
        print(response.status_code, response.data)`
            : `response = api.${method}(request)
        print(response)`
        }
    except ApiException as error:
        if error.data is None:
            raise  # no answer of OCMS
        print(error.status, error.data.data.app_code)`,
      ),
    amounts: 'Amounts are `Decimal`, read and written digit by digit.',
    absent:
      'A field that is not passed is left out; one passed as `None` is sent as null where the contract has null. `model_fields_set` tells them apart.',
    errors:
      'Any other status than 2xx is an `ApiException`, whose `data` is an `ErrorResponse`, as above. A request that breaks the contract is a `ValidationError` of pydantic before anything is sent.',
    status226: '`create_notice_with_http_info` tells the status, as above.',
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
    text: (value) => `'${value.replaceAll(/['\\]/g, '\\$&')}'`,
    date: (value) => WORDS.typescript.text(value),
    list: (items) => `[${itemsOf(items, 2, ',\n')}]`,
    object: (model, fields) => `{${fields.map(([name, value]) => `\n  ${name}: ${indented(value, 2)},`).join('')}\n}`,
    program: ({
      tag,
      name,
      method,
      model,
      value,
      tellsStatus,
    }) => `import { ${tag}Api, Configuration, ErrorResponseFromJSON, ResponseError, type ${model} } from 'ocms-${name}';

const api = new ${tag}Api(new Configuration({ basePath: process.env.OCMS_URL, apiKey: process.env.OCMS_KEY }));

const request: ${model} = ${value};
try {
  ${
    tellsStatus
      ? `const response = await api.${method}Raw({ ${model[0].toLowerCase()}${model.slice(1)}: request });
  console.log(response.raw.status, await response.value());`
      : `const response = await api.${method}(request);
  console.log(response);`
  }
} catch (error) {
  if (!(error instanceof ResponseError)) throw error;
  const { data } = ErrorResponseFromJSON(await error.response.json());
  console.log(error.response.status, data.appCode);
}`,
    amounts:
      "Amounts are numbers, as JSON's are in JavaScript: exact to the cent in all the contract allows (up to 99,999,999.99) as they are read and written; to add them up, count in cents.",
    absent:
      'A field that is `undefined` is left out, `null` is sent as null. Dates are text, `YYYY-MM-DD`: a calendar date is no instant.',
    errors: 'Any other status than 2xx is a `ResponseError`, whose body is an `ErrorResponse`, as above.',
    status226: '`createNoticeRaw` tells the status, as above.',
    requestId:
      "Each method takes `{ headers: { 'X-Request-Id': id } }` as its last argument through a function, `async ({ init }) => ({ headers: { ...init.headers, 'X-Request-Id': id } })`: the id both sides log.",
  },
};

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
