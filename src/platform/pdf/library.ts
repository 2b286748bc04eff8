import type * as fontkit from 'fontkit';
import type PDFDocument from 'pdfkit';

// Both take a quarter of a second to load: with the first PDF, as most processes make none.
/* eslint-disable @typescript-eslint/no-require-imports */

/** A document as all of ours are: PDF 1.7 that shows its title, every font embedded, margins the caller's own. */
export function newPdf(options: PDFKit.PDFDocumentOptions): PDFKit.PDFDocument {
  const Document = require('pdfkit') as typeof PDFDocument;
  return new Document({
    margin: 0,
    pdfVersion: '1.7',
    displayTitle: true,
    // The library's default font would be one that is not embedded.
    font: null as unknown as string,
    ...options,
  });
}

/** @throws for a file that is no font. */
export function readFont(file: Buffer): fontkit.Font {
  const { create } = require('fontkit') as typeof fontkit;
  return create(file) as fontkit.Font;
}
