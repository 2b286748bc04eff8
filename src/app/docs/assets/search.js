// Narrows the page's own list to what is looked for: all there is to find is on the page, and nothing is asked for.
const all = document.getElementById('all');
const box = document.getElementById('q');
const results = document.getElementById('results');
const said = document.getElementById('found');

const entries = [...all.querySelectorAll('.entries > li')].map((item) => ({
  item,
  home: item.parentElement,
  term: item.firstElementChild.textContent.toLowerCase(),
  text: item.textContent.toLowerCase(),
}));

// How well a name answers; what has the words elsewhere only comes last.
const RANKS = [
  (term, asked) => term === asked,
  (term, asked) => term.startsWith(asked),
  (term, asked) => term.includes(asked),
  () => true,
];

function find(query) {
  const asked = query.trim().toLowerCase();
  const words = asked.split(/\s+/);
  const rank = ({ term }) => RANKS.findIndex((fits) => fits(term, asked));
  return entries
    .filter(({ text }) => words.every((word) => text.includes(word)))
    .map((entry) => ({ ...entry, rank: rank(entry) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

function show() {
  const searching = box.value.trim() !== '';
  const found = searching ? find(box.value) : [];
  // In their order again, then those that were found away from there.
  for (const { item, home } of entries) home.append(item);
  results.replaceChildren(...found);
  results.hidden = found.length === 0;
  all.hidden = searching;
  said.textContent = searching ? `${found.length === 0 ? 'Nothing' : found.length} found` : '';
}

/** So that coming back, and handing on the address, leads here again. */
function remember() {
  history.replaceState(null, '', box.value.trim() ? `?q=${encodeURIComponent(box.value)}` : location.pathname);
}

function move(event, by) {
  const stops = [box, ...results.querySelectorAll('li a:first-of-type')];
  const next = stops[stops.indexOf(document.activeElement) + by];
  if (!next || !stops.includes(document.activeElement)) return;
  event.preventDefault();
  next.focus();
}

box.addEventListener('input', show);
// Browsers limit how often: not with each letter.
box.addEventListener('change', remember);
box.form.addEventListener('submit', (event) => {
  event.preventDefault();
  results.querySelector('a')?.focus();
});
addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === '/' && document.activeElement !== box) {
    event.preventDefault();
    box.select();
  } else if (event.key === 'Escape' && box.value) {
    box.value = '';
    show();
    box.focus();
  } else if (event.key === 'ArrowDown') move(event, 1);
  else if (event.key === 'ArrowUp') move(event, -1);
});

document.getElementById('search').hidden = false;
box.value = new URLSearchParams(location.search).get('q') ?? '';
if (box.value) show();
if (!location.hash) box.focus();
