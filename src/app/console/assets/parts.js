// What the views are made of.
import { h } from './lib/preact.js';
import { useCallback, useEffect, useRef, useState } from './lib/hooks.js';
import htm from './lib/htm.js';

export const html = htm.bind(h);

/** Of what changes while one looks. */
export const REFRESH_MS = 15_000;

const ZONE = { timeZone: 'Asia/Singapore', hourCycle: 'h23' };
const full = new Intl.DateTimeFormat('en-SG', { ...ZONE, dateStyle: 'medium', timeStyle: 'medium' });
const short = new Intl.DateTimeFormat('en-SG', { ...ZONE, dateStyle: 'medium', timeStyle: 'short' });

/** An instant as people in Singapore read it. */
export function Time({ at, seconds = false }) {
  if (!at) return html`<span class="quiet">–</span>`;
  return html`<time datetime=${at}>${(seconds ? full : short).format(new Date(at))}</time>`;
}

/** A day in Singapore, so many from today, as `YYYY-MM-DD`. */
export const singaporeDay = (days = 0) =>
  new Intl.DateTimeFormat('en-CA', { timeZone: ZONE.timeZone }).format(new Date(Date.now() + days * 86_400_000));

/** A word with a colour; the word says it, the colour repeats it. */
export const Badge = ({ tone = 'plain', children }) => html`<span class=${`badge ${tone}`}>${children}</span>`;

const TONES = {
  ...{ SUCCEEDED: 'good', RUNNING: 'busy', SKIPPED: 'plain', STOPPED: 'plain' },
  ...{ FAILED: 'bad', LOST: 'bad', CRASHED: 'bad', MANUAL_REVIEW: 'warn', HALTED: 'warn', SUSPENDED: 'good' },
};
export const Outcome = ({ of }) => (of ? html`<${Badge} tone=${TONES[of] ?? 'plain'}>${words(of)}<//>` : '–');

/** `OWNER_NOT_FOUND` as words. */
export const words = (code) => code.toLowerCase().replaceAll('_', ' ');

/** Singapore dollars. */
export const money = (amount) => `S$${amount.toFixed(2)}`;

/**
 * What a view shows while it is asked for, and what is wrong where it cannot be had.
 *
 * @param load gives the data; asked again when `deps` change, and every `everyMs` where that is given, but `unless`.
 */
export function useData(load, deps, { everyMs, unless } = {}) {
  const [state, setState] = useState({ loading: true });
  const turn = useRef(0);
  const asks = useRef();
  asks.current = () => document.visibilityState === 'visible' && !unless?.();
  const reload = useCallback(async () => {
    const mine = ++turn.current;
    try {
      const data = await load();
      if (mine === turn.current) setState({ data });
    } catch (error) {
      if (mine === turn.current) setState((before) => ({ ...before, loading: false, error }));
    }
  }, deps);
  useEffect(() => {
    setState({ loading: true });
    reload();
    if (!everyMs) return undefined;
    const timer = setInterval(() => asks.current() && reload(), everyMs);
    return () => clearInterval(timer);
  }, [reload]);
  return { ...state, reload };
}

export function Loaded({ of, empty, children }) {
  const { data, error, loading } = of;
  const isEmpty = empty && data && (Array.isArray(data) ? data : data.items)?.length === 0;
  return html`
    ${error && html`<${Problem} error=${error} retry=${of.reload} />`}
    ${loading && !data && html`<p class="quiet" role="status">Loading …</p>`}
    ${isEmpty && html`<p class="empty">${empty}</p>`} ${data && !isEmpty && children(data)}
  `;
}

export const Problem = ({ error, retry }) =>
  html`<div class="problem" role="alert">
    <p>${error.message}</p>
    ${
      error.details?.length > 0 &&
      html`<ul>
        ${error.details.map((detail) => html`<li>${detail.path && html`<code>${detail.path}</code> `}${detail.message}</li>`)}
      </ul>`
    }
    ${error.requestId && html`<p class="quiet">Request ${error.requestId}</p>`}
    ${retry && html`<button type="button" class="small" onClick=${retry}>Try again</button>`}
  </div>`;

/** A table that scrolls by itself on a narrow screen, and can be reached by keyboard then. */
export const Table = ({ caption, head, children }) =>
  html`<div class="scroll" tabindex="0" role="region" aria-label=${caption}>
    <table>
      <caption class="unseen">
        ${caption}
      </caption>
      <thead>
        <tr>
          ${head.map((title) => html`<th scope="col">${title || html`<span class="unseen">Actions</span>`}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${children}
      </tbody>
    </table>
  </div>`;

/**
 * A button for something that changes the world: asks first, tells how it went.
 *
 * @param act does it. @param ask what is asked, in a sentence; where `reason` is set, with a field for it.
 */
export function Act({ label, ask, reason, act, done, tone = '' }) {
  const dialog = useRef();
  const [error, setError] = useState();
  const [busy, setBusy] = useState(false);
  const submit = async (event) => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      await act(new FormData(event.target).get('reason') ?? undefined);
      dialog.current.close();
      done?.();
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  const open = () => {
    setError(undefined);
    dialog.current.showModal();
  };
  return html`<button type="button" class=${`small ${tone}`} onClick=${open}>${label}</button>
    <dialog ref=${dialog} aria-label=${label}>
      <form method="dialog" onSubmit=${submit}>
        <p>${ask}</p>
        ${reason && html`<label>${reason}<textarea name="reason" required maxlength="200" rows="3"></textarea></label>`}
        ${error && html`<${Problem} error=${error} />`}
        <p class="buttons">
          <button type="button" class="plain" onClick=${() => dialog.current.close()}>Cancel</button>
          <button type="submit" disabled=${busy}>${label}</button>
        </p>
      </form>
    </dialog>`;
}

/**
 * Columns of counts over time, stacked by outcome; the same figures are in a table for who does not see them.
 *
 * @param points `{ at, <series>: count }`, in order. @param series `{ key, label, tone }`.
 */
export function Plot({ title, points, series }) {
  const most = Math.max(1, ...points.map((point) => series.reduce((sum, { key }) => sum + (point[key] ?? 0), 0)));
  const [width, height] = [300, 64];
  const step = width / Math.max(1, points.length);
  return html`<figure class="plot">
    <figcaption>
      ${title}
      <span class="legend"
        >${series.map(
          ({ key, label, tone }) =>
            html`<span
              ><i class=${tone}></i>${label} ${points.reduce((sum, point) => sum + (point[key] ?? 0), 0)}</span
            >`,
        )}</span
      >
    </figcaption>
    <svg
      viewBox=${`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label=${`${title}, most at once ${most}`}
    >
      ${points.map((point, index) => {
        let top = height;
        return series.map(({ key, tone }) => {
          const size = ((point[key] ?? 0) / most) * height;
          top -= size;
          return (
            size > 0 &&
            html`<rect class=${tone} x=${index * step} y=${top} width=${Math.max(0.5, step - 0.5)} height=${size} />`
          );
        });
      })}
    </svg>
  </figure>`;
}

/** A list of which more can be had: `{ items, next }` so far. Asked again by itself only while nothing more was asked for. */
export function usePages(load, name, deps, everyMs) {
  const [more, setMore] = useState({});
  const first = useData(() => load({}), deps, {
    everyMs,
    unless: () => more.key !== undefined && more.key === first.data,
  });
  const extra = more.key !== undefined && more.key === first.data ? more : { items: [], next: first.data?.nextCursor };
  return {
    ...first,
    data: first.data && { items: [...first.data[name], ...extra.items], next: extra.next },
    async loadMore() {
      const page = await load({ cursor: extra.next });
      setMore({ key: first.data, items: [...extra.items, ...page[name]], next: page.nextCursor });
    },
  };
}

export function Pages({ of, empty, children }) {
  const [error, setError] = useState();
  const more = () => of.loadMore().then(() => setError(undefined), setError);
  return html`<${Loaded} of=${of} empty=${empty}>
    ${({ items, next }) =>
      html`${children(items)} ${error && html`<${Problem} error=${error} />`}
      ${next && html`<p class="buttons more"><button type="button" class="plain" onClick=${more}>Show more</button></p>`}`}
  <//>`;
}
