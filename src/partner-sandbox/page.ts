import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { htmlTemplate } from '../platform/html';
import type { FaultHelp } from './faults/catalogue';
import type { Arrival } from './arrivals';
import type { FileServerFacts } from './file-servers';
import type { Mail } from './mail';
import type { MagicValue, Sent } from './partner';
import type { Received } from './record';

export interface PageFacts {
  url: string;
  smtpUrl: string;
  systems: readonly {
    system: string;
    key: string;
    magic: readonly MagicValue[];
    collections: readonly { name: string; path: string; rows: number; replaceable: boolean }[];
    operations: readonly {
      id: string;
      method: string;
      path: string;
      contract: string;
      keyHeader: string;
      answers: string;
    }[];
  }[];
  faults: readonly { operation: string; fault: string; times?: number }[];
  httpFaults: readonly FaultHelp[];
  mailFaults: readonly FaultHelp[];
  sftpFaults: readonly FaultHelp[];
  blobFaults: readonly FaultHelp[];
  fileServers: FileServerFacts;
  /** Oldest first. */
  files: readonly Arrival[];
  /** Oldest first, as recorded. */
  received: readonly Received[];
  /** Messages and letters that partners took to be sent on. */
  sent: readonly (Sent & { system: string; link: string | undefined })[];
  mails: readonly Mail[];
}

const SHOWN = 50;
const MAX_SHOWN_BODY = 4_096;

const page = htmlTemplate<object>(join(__dirname, 'page', 'page.html'));

/** The page's stylesheet, `/_sandbox/page.css`. */
export const PAGE_STYLE = readFileSync(join(__dirname, 'page', 'page.css'), 'utf8');

/** What the sandbox is doing, for people. */
export function sandboxPage({ systems, faults, received, sent, mails, files, ...facts }: PageFacts): string {
  return page({
    ...facts,
    shown: SHOWN,
    systems: systems.map((system) => ({
      ...system,
      operations: system.operations.map((operation) => ({ ...operation, method: operation.method.toUpperCase() })),
      collections: system.collections.map((collection) => ({ ...collection, several: collection.rows !== 1 })),
    })),
    example: systems[0]?.operations[0]?.id ?? 'smtp',
    faults: faults.map(faultRow),
    received: listed(received, receivedEntry),
    sent: listed(sent, (entry) => ({
      ...entry,
      clock: clock(entry.time),
      text: entry.text.slice(0, MAX_SHOWN_BODY),
    })),
    mails: listed(mails, mailEntry),
    files: listed(files, fileEntry),
  });
}

/** The latest of a list, the last first. */
function listed<T>(entries: readonly T[], view: (entry: T) => object) {
  return {
    count: entries.length,
    more: entries.length > SHOWN,
    latest: entries.slice(-SHOWN).reverse().map(view),
  };
}

function faultRow({ operation, fault, times, ...options }: PageFacts['faults'][number]) {
  const shown = Object.entries(options).map(([name, value]) => `${name}: ${String(value)}`);
  return { operation, fault, times, options: shown.join(', ') };
}

function receivedEntry(call: Received) {
  const { time, operation, method, path, headers, body, bodyTruncated, fault, status, problem } = call;
  const cut = body.length > MAX_SHOWN_BODY || bodyTruncated;
  const shown = body === '' ? [] : ['', body.slice(0, MAX_SHOWN_BODY), ...(cut ? ['…'] : [])];
  return {
    time,
    clock: clock(time),
    what: operation ?? `${method} ${path}`,
    fault,
    tone: problem !== undefined || status === undefined || status >= 400 ? 'bad' : 'good',
    outcome: status ?? 'no answer',
    problem,
    text: [`${method} ${path}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), ...shown].join(
      '\n',
    ),
  };
}

function mailEntry({ time, from, to, subject, messageId, text, fault }: Mail) {
  return {
    time,
    clock: clock(time),
    subject: subject || '(no subject)',
    to: to.join(', '),
    fault,
    text: `From: ${from}\nMessage-ID: ${messageId}\n\n${text.slice(0, MAX_SHOWN_BODY)}`,
  };
}

const STATES_FOR_PEOPLE: Readonly<Record<Arrival['state'], string>> = {
  offered: 'put there for OCMS',
  arriving: 'arriving',
  written: 'not renamed',
  renamed: 'whole',
  cut: 'cut',
  removed: 'removed',
  moved: 'moved',
  stored: 'stored',
};

function fileEntry({ time, place, path, from, bytes, state, fault }: Arrival) {
  const gone = state === 'cut' || state === 'removed';
  return {
    time,
    clock: clock(time),
    place,
    path,
    from: state === 'moved' && from !== undefined ? posix.dirname(from) : undefined,
    bytes: bytes.toLocaleString('en'),
    tone: gone || state === 'written' ? 'bad' : 'good',
    state: STATES_FOR_PEOPLE[state],
    fault,
    link: gone ? undefined : `/_sandbox/files/${[place, ...path.split('/')].map(encodeURIComponent).join('/')}`,
  };
}

/** The time of day in `2026-01-31T09:15:00.123Z`. */
const clock = (time: string): string => `${time.slice(11, 19)}Z`;
