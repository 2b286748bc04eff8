import type { Violation } from './port';
import { ViolationReport } from './violation-report';

const WORDS = { failed: 'were not taken', table: 'a_table', advice: 'Mend them.' };
const violation = (noticeNo: string): Violation => ({ noticeNo, status: 'O' }) as Violation;

describe('F 2.3.8, decisions §8: one e-mail per run, with records and reasons', () => {
  let logged: object[];
  let report: ViolationReport;
  beforeEach(() => {
    logged = [];
    report = new ViolationReport(WORDS, { warn: (entry: object) => logged.push(entry) } as never);
  });
  const lines = (): string[] => report.alert()!.problem.split('\n');

  it('what vHub refused comes before what cannot be sent, however much that is', () => {
    for (let index = 1; index <= 1_001; index += 1) report.skip(`S${index}`, 'no name');
    report.went(violation('1A'), {
      noticeNo: '1A',
      taken: false,
      errorCode: 'E_REC_001',
      errorDescription: 'too long',
    });
    expect(lines().slice(0, 3)).toEqual([
      '1 records were not taken, 1001 could not be sent:',
      '- 1A: E_REC_001 too long',
      '- S1: not sent, no name',
    ]);
    expect(lines().slice(-2)).toEqual(['- S1000: not sent, no name', '- and 1 more (violation-skipped in the log)']);
    expect(logged).toContainEqual({ event: 'violation-skipped', noticeNo: 'S1001', reason: 'no name' });
  });

  it('of refused ones, more than it tells are counted, and where they are', () => {
    const refused = (noticeNo: string) => ({ noticeNo, taken: false, errorCode: 'E_API', errorDescription: 'away' });
    for (let index = 1; index <= 1_002; index += 1) report.went(violation(`${index}A`), refused(`${index}A`));
    expect(lines().at(-1)).toBe('- and 2 more (a_table)');
  });

  it('each that vHub refused is logged, without its words; a batch that failed is not, record by record', () => {
    report.went(violation('1A'), { noticeNo: '1A', taken: false, errorCode: 'E_REC_002', errorDescription: 'J. TAN' });
    report.went(violation('2A'), { noticeNo: '2A', taken: false, errorCode: 'E_API', errorDescription: 'away' });
    report.went(violation('3A'), { noticeNo: '3A', taken: true });
    expect(logged).toEqual([{ event: 'violation-refused', noticeNo: '1A', status: 'O', errorCode: 'E_REC_002' }]);
  });

  it('there is none where all went', () => {
    report.went(violation('1A'), { noticeNo: '1A', taken: true });
    expect(report.alert()).toBeUndefined();
  });
});
