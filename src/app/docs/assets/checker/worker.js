// Checks files against a contract, apart from the page, which goes on meanwhile. Its policy lets it ask nobody anything.
const MOST_TOLD = 20;
const MOST_BYTES = 100_000_000;

addEventListener('message', async ({ data: { contract, file } }) => {
  try {
    postMessage(await checked(await import(`./contracts/${contract}.js`), file));
  } catch (error) {
    postMessage({ failed: String(error) });
  }
});

/** `{ mistakes: [{ line, field, words, form }], total, counted }`, of the mistakes the first ones. */
async function checked(contract, file) {
  const mistakes = [];
  let total = 0;
  const tell = ({ line, field, words }) => {
    total += 1;
    if (mistakes.length < MOST_TOLD) mistakes.push({ line, field, words, form: contract.forms[field] });
  };
  if (!contract.fileName.test(file.name)) tell({ field: 'file name', words: 'is not of its form' });
  if (file.size > MOST_BYTES) {
    tell({ words: 'the file has more than 100 MB: it is not checked here' });
    return { mistakes, total };
  }
  const { check } = await import(`./${contract.kind}.js`);
  const counted = check(contract, new Uint8Array(await file.arrayBuffer()), file.name, tell);
  return { mistakes, total, counted };
}
