export { type Face, type Fonts, type Run, type Weight, isPlainlySet, loadFonts, plainlySet } from './fonts';
export { type Line, type Measuring, breakLines } from './lines';
export { newPdf } from './library';
export { PDF_UA, metadataText } from './metadata';
