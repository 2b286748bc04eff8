// The part of a file contract's page that checks files. They stay in this browser: the page's policy lets it send nothing.
const place = document.getElementById('checker');
const { contract } = place.dataset;
const chooser = place.querySelector('input');
const zone = place.querySelector('.drop');
const result = place.querySelector('.result');

let worker;
let busy = false;

chooser.addEventListener('change', () => check(chooser.files));
zone.addEventListener('dragover', (event) => {
  event.preventDefault();
  zone.classList.add('over');
});
for (const left of ['dragleave', 'drop']) zone.addEventListener(left, () => zone.classList.remove('over'));
zone.addEventListener('drop', (event) => {
  event.preventDefault();
  check(event.dataTransfer.files);
});
// Beside the place for it, a dropped file would be opened in place of the page.
for (const passing of ['dragover', 'drop']) addEventListener(passing, (event) => event.preventDefault());
place.hidden = false;

function check([file]) {
  if (!file) return;
  // The file before is not wanted any more.
  if (busy) worker.terminate();
  if (busy || !worker) worker = new Worker(new URL('worker.js', import.meta.url), { type: 'module' });
  busy = true;
  show(file.name, 'is being checked …');
  worker.onmessage = ({ data }) => {
    busy = false;
    tell(file.name, data);
    // The same file, mended meanwhile, can be chosen again.
    chooser.value = '';
  };
  worker.onerror = () => {
    busy = false;
    worker = undefined;
    show(file.name, 'could not be checked: a part of the checker did not load.');
  };
  worker.postMessage({ contract, file });
}

function tell(name, { failed, mistakes, total, counted }) {
  if (failed) {
    show(name, `could not be checked: ${failed}`);
    return;
  }
  if (total === 0) {
    show(name, `is as the contract says${counted ? `: ${counted}` : ''}.`, 'right');
    return;
  }
  const count = total === 1 ? 'One mistake' : `${total.toLocaleString('en')} mistakes`;
  show(name, `${count}${total > mistakes.length ? `, the first ${mistakes.length} of them here` : ''}:`, 'wrong');
  result.append(tableOf(mistakes));
}

function show(name, words, kind = 'busy') {
  result.className = `result ${kind}`;
  result.replaceChildren(element('p', [element('code', [name]), ` ${words}`]));
}

function tableOf(mistakes) {
  const row = (cells, kind) =>
    element(
      'tr',
      cells.map((cell) => element(kind, cell)),
    );
  const head = row([['Line'], ['Field'], ['What is wrong'], ['Form']], 'th');
  for (const cell of head.children) cell.scope = 'col';
  const body = mistakes.map(({ line, field, words, form }) =>
    row(
      [[line ?? ''], field ? [element('code', [field])] : [''], [words], form ? [element('code', [form])] : ['']],
      'td',
    ),
  );
  const table = element('table', [element('thead', [head]), element('tbody', body)]);
  const region = element('div', [table]);
  region.className = 'wide';
  region.tabIndex = 0;
  region.setAttribute('role', 'region');
  region.setAttribute('aria-label', 'Mistakes');
  return region;
}

function element(name, children) {
  const made = document.createElement(name);
  made.append(...children);
  return made;
}
