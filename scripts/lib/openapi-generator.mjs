// The generator of the SDKs is CI's, and whoever makes SDKs': it needs Java, which no developer does.
import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Refusal, root, run } from './process.mjs';

/**
 * The command line comes from npm, the generator it starts from Maven Central: by Maven, which knows the way there on this
 * machine, or where Maven is not here by the command line itself. Both are fetched once.
 *
 * @param {{ cli: string, version: string }} versions
 * @returns a function that runs it
 * @throws Refusal where it cannot be had
 */
export async function openApiGenerator({ cli, version }) {
  const folder = path.join(root, 'node_modules/.cache/openapi-generator', `${cli}-${version}`);
  const program = path.join(folder, 'node_modules/@openapitools/openapi-generator-cli/main.js');
  const jar = path.join(folder, 'versions', `${version}.jar`);
  if (!existsSync(program)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
    await must('npm', [
      ...['install', '--prefix', folder, '--ignore-scripts', '--no-package-lock', '--no-audit', '--no-fund'],
      `@openapitools/openapi-generator-cli@${cli}`,
    ]);
  }
  const settings = path.join(folder, 'openapitools.json');
  writeFileSync(settings, JSON.stringify({ 'generator-cli': { version, storageDir: path.dirname(jar) } }));
  if (!existsSync(jar)) await fetchJar(version, jar);
  return (args) =>
    must(process.execPath, [program, '--openapitools', settings, ...args], {
      // What is generated must not depend on the machine's language, time zone or encoding.
      env: { JAVA_OPTS: '-Dfile.encoding=UTF-8 -Duser.language=en -Duser.country=US -Duser.timezone=UTC' },
    });
}

async function fetchJar(version, jar) {
  const folder = path.dirname(jar);
  mkdirSync(folder, { recursive: true });
  const name = 'openapi-generator-cli';
  const fetched = await run('mvn', [
    ...['--quiet', '--batch-mode', `org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy`],
    ...[`-Dartifact=org.openapitools:${name}:${version}`, `-DoutputDirectory=${folder}`],
  ]).catch((error) => ({ code: 1, output: error.message }));
  const copied = path.join(folder, `${name}-${version}.jar`);
  if (fetched.code !== 0 || !existsSync(copied)) {
    console.warn(
      `The generator could not be had by Maven; its command line tries by itself.\n${fetched.output.trim()}`,
    );
    return;
  }
  copyFileSync(copied, jar);
  rmSync(copied);
}

async function must(command, args, options) {
  const { code, output } = await run(
    process.platform === 'win32' && command === 'npm' ? 'npm.cmd' : command,
    args,
    options,
  );
  if (code !== 0) throw new Refusal(`${path.basename(command)} ${args[0]} failed:\n${output.trim()}`);
  return output;
}
