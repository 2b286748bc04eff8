import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { patience } from '../support/patience';
import {
  type Api,
  type Contracts,
  contractsRepository,
  type File,
  released,
  type Repository,
} from './contracts-repository';

// oasdiff is built first, where it is not yet.
jest.setTimeout(patience(300_000));

const SCRIPT = join(__dirname, '../../scripts/contracts-compat.mjs');
const GO = spawnSync('go', ['version']).status === 0;

const CLOSED = { additionalProperties: false };

const PACT = {
  interactions: [
    { description: 'a slip is sent', request: { method: 'post', path: '/v1/slips/7' } },
    { description: 'something else', request: { method: 'post', path: '/v1/others' } },
  ],
};

interface Compared {
  name: string;
  kind: string;
  step: string;
  versionTaken: boolean;
  changes: {
    kind: string;
    text: string;
    breaks?: { partner: string; interactions: { pact: string; interaction: string }[]; sdkMethod?: string };
  }[];
}

(GO ? describe : describe.skip)('contracts against the last release', () => {
  let repository: Repository;
  const git = (...args: string[]): string => repository.git(...args);
  const write = (contracts: Contracts): void => repository.write(contracts);
  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, '--root', repository.folder, ...args], {
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  };
  /** What is found where the contracts of the release became these. */
  const compared = (changed: (contracts: Contracts) => void): { status: number | null; contracts: Compared[] } => {
    const contracts = released();
    changed(contracts);
    write(contracts);
    const { status, stdout } = run('--json');
    return { status, ...(JSON.parse(stdout) as { contracts: Compared[] }) };
  };

  beforeAll(() => {
    repository = contractsRepository();
    repository.put('pacts/cas-ocms.json', JSON.stringify(PACT));
    write(released());
    git('add', '.');
    git('commit', '--quiet', '-m', 'as released');
    git('tag', 'v1.0.0');
  });
  afterAll(() => repository.remove());

  it('without a release there is nothing to compare with', () => {
    git('tag', '-d', 'v1.0.0');
    expect(run()).toMatchObject({ status: 0, stdout: expect.stringContaining('There is no release') as string });
    git('tag', 'v1.0.0');
    expect(run()).toMatchObject({ status: 0, stdout: 'The contracts are those of v1.0.0.\n' });
  });

  it('a clone without history is no proof that there is none, and says so', () => {
    const clone = mkdtempSync(join(tmpdir(), 'ocms-shallow-'));
    try {
      git('clone', '--quiet', '--depth', '1', '--no-tags', `file://${repository.folder}`, clone);
      const { status, stdout, stderr } = run('--root', clone);
      expect([status, stdout]).toEqual([0, '']);
      expect(stderr).toMatch(/^WARNING: contracts not compared with the last release: /);
    } finally {
      rmSync(clone, { recursive: true });
    }
  });

  it('what is no commit is refused in words', () => {
    expect(run('--against', 'v9.9.9')).toMatchObject({
      status: 1,
      stderr: 'There is no commit v9.9.9 in this clone.\n',
    });
  });

  const { properties: request } = released().inbound.components.schemas.Request;
  type Change = (api: Api) => void;
  const newRequired: Change = ({ components: { schemas } }) => {
    schemas.Request.properties.more = { type: 'string' };
    schemas.Request.required!.push('more');
  };
  const newOptional: Change = ({ components: { schemas } }) => {
    schemas.Request.properties.more = { type: 'string' };
  };
  const narrower: Change = ({ components: { schemas } }) => {
    schemas.Request.properties.remark!.maxLength = 40;
  };
  const wider: Change = ({ components: { schemas } }) => {
    schemas.Request.properties.remark!.maxLength = 60;
  };
  const fewerKinds: Change = ({ components: { schemas } }) => {
    schemas.Request.properties.kind!.enum = ['A'];
  };
  const moreKinds: Change = ({ components: { schemas } }) => {
    schemas.Request.properties.kind!.enum = [...request.kind!.enum!, 'C'];
  };
  const fieldGone: Change = ({ components: { schemas } }) => {
    delete schemas.Request.properties.remark;
  };
  const answerGone: Change = ({ components: { schemas } }) => {
    schemas.Response.required = [];
  };
  const newAnswer: Change = ({ components: { schemas } }) => {
    schemas.Response.properties.more = { type: 'string' };
  };
  const moreStates: Change = ({ components: { schemas } }) => {
    schemas.Response.properties.state!.enum!.push('LATE');
  };
  const mustAnswer: Change = ({ components: { schemas } }) => {
    schemas.Response.required!.push('text');
  };
  const operationGone: Change = ({ paths }) => {
    delete paths['/v1/slips/{slipNo}'];
  };
  const operationOf = ({ paths }: Api) => paths['/v1/slips/{slipNo}']!.post!;
  const smallerBody: Change = (api) => {
    operationOf(api).requestBody!['x-ocms-max-bytes'] = 999;
  };
  const largerBody: Change = (api) => {
    operationOf(api).requestBody!['x-ocms-max-bytes'] = 1_001;
  };
  const fewerRoles: Change = (api) => {
    operationOf(api)['x-ocms-roles'] = ['supervisor'];
  };
  const moreRoles: Change = (api) => {
    operationOf(api)['x-ocms-roles']!.push('clerk');
  };
  const othersKeys: Change = ({ components: { securitySchemes } }) => {
    for (const owner of ['x-ocms-partner', 'x-ocms-system'])
      if (owner in securitySchemes.Key) securitySchemes.Key[owner] = 'PLUS';
  };
  const opened: Change = ({ components: { schemas } }) => {
    delete schemas.Request.additionalProperties;
  };
  const newOperation: Change = ({ paths }) => {
    paths['/v1/more'] = { get: { operationId: 'more', responses: { '204': { description: 'Done.' } } } };
  };

  it.each<['inbound' | 'outbound', string, Change]>([
    ['inbound', 'a field that is required now', newRequired],
    ['inbound', 'a narrower limit of a request', narrower],
    ['inbound', 'a code that a request may not have any more', fewerKinds],
    ['inbound', 'a field that is not known any more', fieldGone],
    ['inbound', 'an answer that may lack what it had', answerGone],
    ['inbound', 'a new code in an answer', moreStates],
    ['inbound', 'an operation that is gone, without an announced end', operationGone],
    ['inbound', 'a smaller request', smallerBody],
    ['inbound', 'a role that may not call it any more', fewerRoles],
    ['inbound', "another partner's keys", othersKeys],
    ['outbound', 'OCMS sends longer texts', wider],
    ['outbound', 'OCMS sends codes that nobody knew', moreKinds],
    ['outbound', 'OCMS wants what the partner might have left out', mustAnswer],
    ['outbound', 'OCMS calls what the partner does not have', newOperation],
    ['outbound', 'OCMS sends larger requests', largerBody],
  ])('%s: %s is breaking, takes a major version, and is told with whom it breaks', (direction, _what, change) => {
    const { status, contracts } = compared((each) => change(each[direction]));
    expect(status).toBe(1);
    expect(contracts).toHaveLength(1);
    expect(contracts[0]).toMatchObject({ kind: 'breaking', step: 'major', versionTaken: false });
    const { breaks } = contracts[0]!.changes.find(({ kind }) => kind === 'breaking')!;
    expect(breaks!.partner).toBe(direction === 'inbound' ? 'CAS' : 'LTA');
    if (change !== newOperation)
      expect(breaks).toMatchObject({
        interactions: [{ pact: 'cas-ocms', interaction: 'a slip is sent' }],
        sdkMethod: direction === 'inbound' ? 'sendSlip' : 'receiveSlip',
      });
    for (const version of ['1.3.0', '1.2.4', '0.9.0'])
      expect(compared((each) => (change(each[direction]), (each[direction].info.version = version))).status).toBe(1);
    expect(compared((each) => (change(each[direction]), (each[direction].info.version = '2.0.0'))).status).toBe(0);
  });

  it.each<['inbound' | 'outbound', string, Change]>([
    ['inbound', 'a new optional field', newOptional],
    ['inbound', 'a wider limit of a request', wider],
    ['inbound', 'a new code of a request', moreKinds],
    ['inbound', 'a new field of an answer', newAnswer],
    ['inbound', 'a new operation', newOperation],
    ['inbound', 'a larger request', largerBody],
    ['inbound', 'another role that may call it', moreRoles],
    ['inbound', 'a request that may have what nobody knows', opened],
    ['outbound', 'OCMS sends shorter texts', narrower],
    ['outbound', 'OCMS takes codes that it did not know', moreStates],
    ['outbound', 'OCMS does without what it wanted', answerGone],
    ['outbound', 'OCMS knows more of an answer', newAnswer],
    ['outbound', 'OCMS may send another field', newOptional],
    ['outbound', 'OCMS sends smaller requests', smallerBody],
  ])('%s: %s is compatible, and takes a minor version', (direction, _what, change) => {
    const { status, contracts } = compared((each) => change(each[direction]));
    expect(status).toBe(1);
    expect(contracts).toMatchObject([{ kind: 'compatible', step: 'minor', versionTaken: false }]);
    expect(compared((each) => (change(each[direction]), (each[direction].info.version = '1.2.4'))).status).toBe(1);
    for (const version of ['1.3.0', '2.0.0'])
      expect(compared((each) => (change(each[direction]), (each[direction].info.version = version))).status).toBe(0);
  });

  it('a request that may not have any more what nobody knows is breaking, wherever in it', () => {
    const more = { type: 'object', properties: {} };
    const open = released();
    opened(open.inbound);
    open.inbound.components.schemas.Request.properties.more = more;
    write(open);
    git('add', '.');
    git('commit', '--quiet', '-m', 'open');
    git('tag', 'v1.0.1');
    const texts = (changed: (contracts: Contracts) => void): string[] => {
      const { status, contracts } = compared((all) => (Object.assign(all, structuredClone(open)), changed(all)));
      expect(status).toBe(1);
      expect(contracts).toMatchObject([{ kind: 'breaking', step: 'major' }]);
      return contracts[0]!.changes.map(({ text }) => text);
    };
    const { Request } = released().inbound.components.schemas;
    expect(texts(({ inbound }) => (inbound.components.schemas.Request.additionalProperties = false))).toEqual([
      'the request takes no property that it does not know',
    ]);
    expect(
      texts(({ inbound }) => {
        inbound.components.schemas.Request.properties = { ...Request.properties, more: { ...more, ...CLOSED } };
      }),
    ).toEqual(['the request property `more` takes no property that it does not know']);
    git('tag', '-d', 'v1.0.1');
  });

  it('the SDK’s method is told by the name that the partner has, whatever it is to be called', () => {
    const settings = join(repository.folder, 'contracts/sdks/sdks.yaml');
    const text = readFileSync(settings, 'utf8');
    repository.put('contracts/sdks/sdks.yaml', text.replace('sendSlip: sendSlip', 'sendSlip: handIn'));
    write({ ...released(), inbound: { ...released().inbound, paths: {} } });
    expect(run().stdout).toContain('breaks CAS; pact cas-ocms: "a slip is sent"; SDK method sendSlip\n');
    repository.put('contracts/sdks/sdks.yaml', text);
  });

  it('words take a patch', () => {
    const words: Change = ({ info }) => {
      info.description = 'In other words.';
    };
    expect(compared(({ inbound }) => words(inbound))).toMatchObject({
      status: 1,
      contracts: [{ kind: 'words', step: 'patch', versionTaken: false }],
    });
    expect(run().stdout).toMatch(/FAILED: .* its patch version, and a row of contracts\/README\.md, Change log$/m);
    expect(compared(({ inbound }) => (words(inbound), (inbound.info.version = '1.2.4'))).status).toBe(0);
  });

  it('another name of a path’s parameter breaks nobody', () => {
    const { contracts } = compared((all) => {
      all.inbound = JSON.parse(JSON.stringify(all.inbound).replaceAll('slipNo', 'number')) as Api;
    });
    expect(contracts.map(({ kind }) => kind)).not.toContain('breaking');
    expect(contracts.flatMap(({ changes }) => changes.map(({ text }) => text)).join()).not.toContain('gone');
  });

  it.each<[string, (file: File) => void, string]>([
    [
      'a field that is new',
      ({ records }) => void records[0]!.fields.push({ ...records[0]!.fields[0]!, name: 'MORE' }),
      '`Row/MORE` is new',
    ],
    ['a field that is gone', ({ records }) => void records[0]!.fields.pop(), '`Row/NO` is gone'],
    [
      'another form',
      ({ records }) => void (records[0]!.fields[0]!.form = 'text; [A-Z]{1,6}'),
      '`Row/NO`: text; [A-Z]{1,5}; always; place 1 became text; [A-Z]{1,6}; always; place 1',
    ],
    [
      'another name',
      (file) => void (file.fileName = 'LISTS_[0-9]{8}\\.csv'),
      '`the name`: LIST_[0-9]{8}\\.csv became LISTS_[0-9]{8}\\.csv',
    ],
    ['what may be there twice now', (file) => void (file.unique = []), '`unique Row/NO` is gone'],
    [
      'what may not any more',
      (file) => void file.unique!.push({ element: 'Row', field: 'ID' }),
      '`unique Row/ID` is new',
    ],
    ['another sender', (file) => void (file.sender = 'REPCCS'), '`the sender`: OCMS became REPCCS'],
    ['another recipient', (file) => void (file.recipient = 'REPCCS'), '`the recipient`: CES became REPCCS'],
  ])('a file: %s is breaking', (_what, change, words) => {
    const { status, contracts } = compared(({ file }) => change(file));
    expect(status).toBe(1);
    expect(contracts).toMatchObject([{ name: 'try-list', kind: 'breaking', versionTaken: false }]);
    expect(contracts[0]!.changes[0]!.breaks!.partner).toBe('CES');
    expect(contracts[0]!.changes.map(({ text }) => text)).toEqual([words]);
    expect(compared(({ file }) => (change(file), (file.version = '2.0.0'))).status).toBe(0);
  });

  it('a file: other words are no more than words', () => {
    expect(compared(({ file }) => (file.summary = 'The list.'))).toMatchObject({
      status: 1,
      contracts: [{ kind: 'words', step: 'patch' }],
    });
    expect(compared(({ file }) => ((file.summary = 'The list.'), (file.version = '1.0.1'))).status).toBe(0);
  });

  it('a file: a release that did not tell what is unique breaks nothing by that', () => {
    const contracts = released();
    delete contracts.file.unique;
    write(contracts);
    git('add', '.');
    git('commit', '--quiet', '-m', 'before it was told');
    git('tag', 'v1.0.1');
    expect(compared(() => {})).toMatchObject({ status: 0, contracts: [] });
    expect(compared(({ file }) => (file.version = '1.0.1'))).toMatchObject({
      status: 0,
      contracts: [{ name: 'try-list', kind: 'words' }],
    });
    git('tag', '-d', 'v1.0.1');
  });

  describe('of an operation whose end is announced', () => {
    const announced = (sunset?: string): Contracts => {
      const contracts = released();
      const operation = contracts.inbound.paths['/v1/slips/{slipNo}']!.post!;
      Object.assign(operation, { deprecated: true, 'x-deprecated-since': '2024-01-01', 'x-sunset': sunset });
      return contracts;
    };
    const release = (contracts: Contracts): void => {
      write(contracts);
      git('add', '.');
      git('commit', '--quiet', '--allow-empty', '-m', 'announced');
      git('tag', 'v1.1.0');
    };
    const withVersion = (contracts: Contracts, version: string): Contracts => ({
      ...contracts,
      inbound: { ...contracts.inbound, info: { ...contracts.inbound.info, version } },
    });
    const gone = (contracts: Contracts): Contracts => ({
      ...contracts,
      inbound: { ...contracts.inbound, paths: {} },
    });
    afterEach(() => git('tag', '-d', 'v1.1.0'));

    it('it goes without a break after that', () => {
      release(announced('2025-01-01'));
      write(withVersion(gone(announced('2025-01-01')), '1.3.0'));
      expect(run()).toMatchObject({ status: 0, stdout: expect.stringContaining('compatible') as string });
    });

    it('it does not before', () => {
      release(announced('2999-12-31'));
      write(withVersion(gone(announced('2999-12-31')), '1.3.0'));
      expect(run()).toMatchObject({ status: 1, stdout: expect.stringContaining('breaking') as string });
    });

    it('nor at any time without a day of its end', () => {
      release(announced());
      const { status, contracts } = compared(({ inbound }) => {
        inbound.paths = {};
        inbound.info.version = '1.3.0';
      });
      expect(status).toBe(1);
      expect(contracts).toMatchObject([{ kind: 'breaking', step: 'major', versionTaken: false }]);
      expect(contracts[0]!.changes).toContainEqual({
        ...{ kind: 'breaking', text: 'the operation is gone, and its end was not announced' },
        operation: 'POST /v1/slips/{slipNo}',
        breaks: {
          partner: 'CAS',
          interactions: [{ pact: 'cas-ocms', interaction: 'a slip is sent' }],
          sdkMethod: 'sendSlip',
        },
      });
      write(withVersion(gone(announced()), '2.0.0'));
      expect(run().status).toBe(0);
    });

    it('the end cannot be brought forward', () => {
      release(announced('2999-12-31'));
      write(withVersion(announced('2998-12-31'), '1.3.0'));
      expect(run()).toMatchObject({ status: 1, stdout: expect.stringContaining('breaking') as string });
    });
  });

  it('the change log’s rows are the same comparison', () => {
    compared(({ inbound }) => (newOptional(inbound), (inbound.info.version = '1.3.0')));
    const { stdout } = run('--changelog');
    expect(stdout).toMatch(/^\| 1\.3\.0 \| try-in \| added the new optional request property `more` \|\n$/);
    compared(({ inbound }) => {
      Object.assign(inbound.components.schemas.Request.properties, { 'a|b': { type: 'string' } });
      inbound.info.version = '1.3.0';
    });
    expect(run('--changelog').stdout).toContain('`a\\|b` |');
  });
});
