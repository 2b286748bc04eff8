// The staff's console: who is signed in, and which view is shown.
import { render } from './lib/preact.js';
import { useEffect, useRef, useState } from './lib/hooks.js';
import { onSignedOut } from './api.js';
import { html, Problem } from './parts.js';
import { comeBack, session, signIn, signOut } from './session.js';
import { Job, Jobs } from './views-jobs.js';
import { Notices, Reviews } from './views-notices.js';
import { Audit, Parameters, Reports } from './views-office.js';
import { Alerts, Drift, Mirror, Partners } from './views-operations.js';
import { Reference } from './views-reference.js';

const VIEWS = [
  {
    path: 'jobs',
    title: 'Jobs',
    view: ({ id, ...rest }) => (id ? html`<${Job} id=${id} ...${rest} />` : html`<${Jobs} ...${rest} />`),
  },
  { path: 'alerts', title: 'Alerts', view: Alerts },
  { path: 'reviews', title: 'Reviews', view: Reviews },
  { path: 'mirror', title: 'Internet zone', view: Mirror },
  { path: 'partners', title: 'Partners', view: Partners },
  { path: 'drift', title: 'Drift', view: Drift },
  { path: 'notices', title: 'Notices', view: Notices },
  { path: 'parameters', title: 'Parameters', view: Parameters },
  { path: 'reference', title: 'Reference data', view: Reference },
  { path: 'reports', title: 'Reports', view: Reports },
  { path: 'audit', title: 'Audit', view: Audit, role: 'supervisor' },
];

const place = () => {
  const [path, id] = location.hash.replace(/^#\//, '').split('/');
  return { view: VIEWS.find((each) => each.path === path) ?? VIEWS[0], id: id && decodeURIComponent(id) };
};

/** What a token says of roles, to show what one may do; whether one may, the API decides. */
function rolesOf({ token }) {
  try {
    const bytes = Uint8Array.from(atob(token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/')), (each) =>
      each.charCodeAt(0),
    );
    return JSON.parse(new TextDecoder().decode(bytes)).roles;
  } catch {
    return undefined;
  }
}

function Console({ user }) {
  const [at, setAt] = useState(place());
  const heading = useRef();
  const roles = rolesOf(user);
  const who = { ...user, may: (role) => roles === undefined || roles.includes(role) };
  useEffect(() => {
    const moved = () => {
      setAt(place());
      heading.current?.focus();
    };
    addEventListener('hashchange', moved);
    return () => removeEventListener('hashchange', moved);
  }, []);
  const { title, view: View } = at.view;
  useEffect(() => void (document.title = `${at.id ?? title} – OCMS console`), [title, at.id]);
  return html`<a
      class="skip unseen"
      href="#content"
      onClick=${(event) => {
        event.preventDefault();
        heading.current.focus();
      }}
      >Skip to content</a
    >
    <header>
      <b>OCMS</b>
      <nav aria-label="Main">
        ${VIEWS.filter(({ role }) => !role || who.may(role)).map(
          ({ path, title: name }) =>
            html`<a href=${`#/${path}`} aria-current=${path === at.view.path ? 'page' : undefined}>${name}</a>`,
        )}
      </nav>
      <div class="who">
        <span>${user.name}</span>
        <button type="button" class="small" onClick=${() => signOut()}>Sign out</button>
      </div>
    </header>
    <main id="content">
      <h1 tabindex="-1" ref=${heading}>${title}${at.id && at.view.path === 'jobs' ? `: ${at.id}` : ''}</h1>
      <${View} key=${at.view.path} who=${who} id=${at.id} />
    </main>`;
}

function SignIn({ error: first }) {
  const [error, setError] = useState(first);
  return html`<main class="sign-in">
    <h1>OCMS console</h1>
    ${error && html`<${Problem} error=${error} />`}
    <p>For members of staff: jobs, alerts, notices and what partners answer.</p>
    <button type="button" onClick=${() => signIn().catch(setError)}>Sign in</button>
  </main>`;
}

const root = document.getElementById('console');
const show = (error) => {
  const user = session();
  root.replaceChildren();
  render(user ? html`<${Console} user=${user} />` : html`<${SignIn} error=${error} />`, root);
};

onSignedOut(() => {
  if (!session()) return;
  sessionStorage.clear();
  show(new Error('You are no longer signed in.'));
});
comeBack().then(
  () => show(),
  () => show(new Error('Signing in did not work. Try again.')),
);
