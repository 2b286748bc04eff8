// What writing a letter costs, against the PDF library alone that writes the same texts with its own line breaking.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { create } from 'fontkit';
import PDFDocument from 'pdfkit';
import { median, reportFigures } from './report.mjs';

const require = createRequire(import.meta.url);
const { createLetterWriter } = require('../../dist/src/features/advisory-notices/letter/writer.js');
const { createCalendar } = require('../../dist/src/platform/calendar.js');

/** Of CPU time, the most that a letter may take of what the library alone does. */
const MOST = 1.2;
/** Letters of each a round. */
const LETTERS = 40;
const WARM_UP = 100;

const SENDER = {
  name: 'Parking Enforcement Office',
  returnAddress: 'Parking Enforcement Office, 1 Example Road, Singapore 018000',
  contact: ['Telephone 6555 0100', 'Monday to Friday, 9 am to 5 pm', 'parking@authority.example'],
  appealUrl: 'https://www.authority.example/appeal',
};
/** Each letter says something else. */
const factsOf = (number) => ({
  noticeNo: `${500_500_000 + number}A`,
  vehicleNo: `SBA${1000 + (number % 9000)}A`,
  offence: 'Parking a motor vehicle outside a parking lot in a car park, without a valid reason.',
  ruleCode: '10300',
  place: `Block ${number} Example Road Car Park`,
  offenceAt: new Date(1_768_440_600_000 + number * 60_000),
  compositionAmount: 7000,
  letterDate: '2026-01-20',
  recipient: {
    name: `TAN AH KOW ${number}`,
    address: [`BLK ${number} EXAMPLE AVENUE 3`, `#12-${number}`, `SINGAPORE ${560_000 + number}`],
  },
});

/**
 * @param {string} _work
 * @returns whether every limit was kept.
 */
export async function benchLetters(_work, { rounds, little }) {
  const letters = little ? 2 : LETTERS;
  console.log(
    `\nLetters: CPU time of writing ${letters} in turn with as many by pdfkit alone, with fonts that are parsed already, ${rounds} rounds.`,
  );
  const calendar = createCalendar({ now: () => new Date(0) }, 'Asia/Singapore');
  const writer = createLetterWriter({ sender: SENDER, calendar });
  const alone = libraryAlone();
  let number = 0;
  const writeOurs = () => writer.write(factsOf(++number)).pdf;
  const writeAlone = () => alone(factsOf(++number));
  if (!little) {
    cpuMs(writeOurs, WARM_UP);
    cpuMs(writeAlone, WARM_UP);
  }
  const ratios = [];
  const perSecond = [];
  for (let round = 0; round < rounds; round++) {
    const ours = cpuMs(writeOurs, letters);
    ratios.push(ours / cpuMs(writeAlone, letters));
    perSecond.push(1000 / ours);
  }
  return reportFigures(`Writing letters: ${median(perSecond).toFixed(0)} a second of CPU time`, [
    { what: 'CPU time ÷ that of pdfkit alone', values: ratios, digits: 2, most: MOST },
  ]);
}

/** Milliseconds of CPU a call. */
function cpuMs(write, times) {
  const before = process.cpuUsage();
  for (let done = 0; done < times; done++)
    if (!write().subarray(0, 5).equals(Buffer.from('%PDF-'))) throw new Error('no PDF');
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / times;
}

function libraryAlone() {
  const folder = path.join(path.dirname(require.resolve('@embedpdf/fonts-latin')), '../fonts');
  const font = (name) => create(readFileSync(path.join(folder, name)));
  const regular = font('NotoSans-Regular.ttf');
  const bold = font('NotoSans-Bold.ttf');
  return ({ noticeNo, vehicleNo, offence, ruleCode, place, recipient }) => {
    const pdf = new PDFDocument({ size: 'A4', margin: 0, font: null, pdfVersion: '1.7', tagged: true, lang: 'en-SG' });
    pdf.registerFont('regular', regular).registerFont('bold', bold);
    const root = pdf.struct('Document');
    pdf.addStructure(root);
    const write = (type, face, size, x, y, width, text, parent = root) =>
      parent.add(pdf.struct(type, () => pdf.font(face, size).text(text, x, y, { width })));
    const column = (size, x, top, leading, texts) =>
      texts.forEach((text, index) => write('P', 'regular', size, x, top + index * leading, 212, text));

    write('P', 'bold', 13, 71, 43, 260, SENDER.name);
    column(8, 354, 43, 10.5, SENDER.contact);
    column(6.5, 71, 143, 8, [SENDER.returnAddress]);
    column(10, 71, 161, 12.5, [recipient.name, ...recipient.address]);
    column(8, 354, 161, 28, ['Date', 'Notice number', 'Vehicle number']);
    column(10, 354, 172, 28, ['20 January 2026', noticeNo, vehicleNo]);
    write('H1', 'bold', 15, 71, 280, 468, `Advisory Notice for vehicle ${vehicleNo}`);
    column(10, 71, 308, 14, ['Dear Sir or Madam']);
    const paragraph = (y, text) => write('P', 'regular', 10, 71, y, 468, text);
    paragraph(
      330,
      'The vehicle named below was parked in breach of a parking rule. You receive this letter because you are its registered owner.',
    );
    pdf.rect(71, 366, 468, 33).fill('#eeeeee').fillColor('#000000');
    write('P', 'bold', 11, 80, 375, 450, 'This is a warning. No payment is due for this notice.');
    const table = pdf.struct('Table');
    root.add(table);
    const facts = {
      'Notice number': noticeNo,
      'Vehicle number': vehicleNo,
      'Date and time': '15 January 2026, 9:30 am',
    };
    Object.entries({ ...facts, Place: place, Offence: offence, 'Rule code': ruleCode }).forEach(
      ([label, value], index) => {
        const y = 415 + 21 * index;
        const row = pdf.struct('TR');
        table.add(row);
        pdf.moveTo(71, y).lineTo(539, y).stroke('#a6a6a6').fillColor('#000000');
        write('TH', 'bold', 10, 71, y + 4, 113, label, row);
        write('TD', 'regular', 10, 190, y + 4, 349, value, row);
      },
    );
    write('H2', 'bold', 11, 71, 570, 468, 'If it happens again');
    paragraph(
      586,
      'Without this warning, S$70.00 would have been due. If another parking offence is committed with this vehicle, you may be given a notice with an amount to pay. Please park within the rules, and tell everybody who drives the vehicle about this letter.',
    );
    write('H2', 'bold', 11, 71, 640, 468, 'If you do not agree');
    paragraph(
      656,
      `You can appeal against this notice at ${SENDER.appealUrl}, or write to us at the address above. Please give the notice number ${noticeNo}, and say why you think that the notice should not have been given.`,
    );
    paragraph(706, 'Yours faithfully');
    paragraph(720, SENDER.name);
    paragraph(741, 'This letter was produced by a computer and carries no signature.');
    column(8, 71, 797, 10, [`Advisory Notice ${noticeNo}`]);
    column(8, 496, 797, 10, ['Page 1 of 1']);
    pdf.end();
    return pdf.read();
  };
}
