// Prints what a reader finds in PDFs, as JSON: a process of its own, because Jest cannot load what reads them.
import { readFileSync } from 'node:fs';
import { getDocumentProxy } from 'unpdf';

const read = async (file) => {
  const document = await getDocumentProxy(new Uint8Array(readFileSync(file)));
  const { info, metadata } = await document.getMetadata();
  const pages = [];
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const [left, , right, height] = page.view;
    const { items } = await page.getTextContent({ includeMarkedContent: true });
    const texts = [];
    const marks = [];
    for (const item of items) {
      if (item.type?.startsWith('beginMarkedContent')) marks.push(item.tag ?? '');
      else if (item.type === 'endMarkedContent') marks.pop();
      else if (item.str?.trim()) {
        texts.push({
          text: item.str,
          x: item.transform[4],
          // From the top edge to the base line.
          y: height - item.transform[5],
          width: item.width,
          size: item.height,
          font: item.fontName,
          decoration: marks.includes('Artifact'),
        });
      }
    }
    pages.push({ width: right - left, height, texts, structure: await page.getStructTree() });
  }
  return {
    info,
    metadata: Object.fromEntries(metadata ?? []),
    marked: (await document.getMarkInfo())?.Marked ?? false,
    viewer: await document.getViewerPreferences(),
    pages,
  };
};

const found = [];
for (const file of process.argv.slice(2)) found.push(await read(file));
process.stdout.write(JSON.stringify(found));
