/** A call as the samples write it. */
export interface SampleCall {
  method: string;
  url: string;
  headers: readonly { name: string; value: string }[];
  /** JSON, indented; undefined without a body. */
  body: string | undefined;
}

export interface Sample {
  language: string;
  text: string;
}

/**
 * The same call in five languages, each with what the language brings along, so that nothing must be installed to try
 * it. Values that hold quotation marks or backslashes are written as the language escapes them.
 */
export function samples(call: SampleCall): Sample[] {
  return [
    { language: 'curl', text: curl(call) },
    { language: 'Java', text: java(call) },
    { language: 'C#', text: csharp(call) },
    { language: 'Python', text: python(call) },
    { language: 'TypeScript', text: typescript(call) },
  ];
}

const indented = (text: string, by: string): string => text.replaceAll('\n', `\n${by}`);
/** A string that JSON, Java, C#, Python and TypeScript read alike. */
const quoted = (text: string): string => JSON.stringify(text);

function curl({ method, url, headers, body }: SampleCall): string {
  const shell = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
  return [
    `curl -sS -X ${method} ${shell(url)}`,
    ...headers.map(({ name, value }) => `  -H ${shell(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`  -d ${shell(body)}`]),
  ].join(' \\\n');
}

function java({ method, url, headers, body }: SampleCall): string {
  const publisher = body === undefined ? 'noBody()' : 'ofString(body)';
  return [
    'import java.net.URI;',
    'import java.net.http.*;',
    '',
    // In a text block a backslash begins an escape.
    ...(body === undefined
      ? []
      : [`String body = """\n    ${indented(body.replaceAll('\\', '\\\\'), '    ')}""";`, '']),
    `HttpRequest request = HttpRequest.newBuilder(URI.create(${quoted(url)}))`,
    ...headers.map(({ name, value }) => `    .header(${quoted(name)}, ${quoted(value)})`),
    `    .method(${quoted(method)}, HttpRequest.BodyPublishers.${publisher})`,
    '    .build();',
    'HttpResponse<String> response =',
    '    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());',
    'System.out.println(response.statusCode() + " " + response.body());',
  ].join('\n');
}

function csharp({ method, url, headers, body }: SampleCall): string {
  const own = headers.filter(({ name }) => name !== 'Content-Type');
  return [
    'using System.Text;',
    '',
    'using var client = new HttpClient();',
    `using var request = new HttpRequestMessage(new HttpMethod(${quoted(method)}), ${quoted(url)});`,
    ...own.map(({ name, value }) => `request.Headers.Add(${quoted(name)}, ${quoted(value)});`),
    ...(body === undefined
      ? []
      : [
          `var body = """\n    ${indented(body, '    ')}\n    """;`,
          'request.Content = new StringContent(body, Encoding.UTF8, "application/json");',
        ]),
    'using var response = await client.SendAsync(request);',
    'Console.WriteLine($"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");',
  ].join('\n');
}

function python({ method, url, headers, body }: SampleCall): string {
  return [
    'import urllib.error',
    'import urllib.request',
    '',
    ...(body === undefined ? [] : [`body = r"""${body}"""`, '']),
    'request = urllib.request.Request(',
    `    ${quoted(url)},`,
    `    method=${quoted(method)},`,
    ...(body === undefined ? [] : ['    data=body.encode(),']),
    `    headers={${headers.map(({ name, value }) => `${quoted(name)}: ${quoted(value)}`).join(', ')}},`,
    ')',
    'try:',
    '    with urllib.request.urlopen(request) as response:',
    '        print(response.status, response.read().decode())',
    'except urllib.error.HTTPError as error:',
    '    print(error.code, error.read().decode())',
  ].join('\n');
}

function typescript({ method, url, headers, body }: SampleCall): string {
  return [
    `const response = await fetch(${quoted(url)}, {`,
    `  method: ${quoted(method)},`,
    `  headers: { ${headers.map(({ name, value }) => `${quoted(name)}: ${quoted(value)}`).join(', ')} },`,
    ...(body === undefined ? [] : [`  body: JSON.stringify(${indented(body, '  ')}),`]),
    '});',
    'console.log(response.status, await response.text());',
  ].join('\n');
}
