import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipelineDiagram } from './diagram';
import { RESUMES, type State, STEPS, type Step, type Target, targetOf } from './machine';

const all = Object.entries(STEPS).flatMap(([step, { outcomes }]) =>
  Object.entries<Target>(outcomes).map(([outcome, target]) => ({ step: step as Step, outcome, target })),
);

describe('the pipeline’s table (A 4 to 7, decisions §7)', () => {
  it.each<[string, Step, string, string]>([
    ['A 4.2: owner found', 'FIND_OWNER', 'found', 'OWNER_FOUND CHOOSE_CHANNEL'],
    ['A 4.2: military vehicle', 'FIND_OWNER', 'military', 'OWNER_FOUND CHOOSE_CHANNEL'],
    ['A 4.2.3: LTA owner not found', 'FIND_OWNER', 'notFound', 'MANUAL_REVIEW OWNER_NOT_FOUND'],
    ['A 4.2.3: LTA API timeout', 'FIND_OWNER', 'failed', 'MANUAL_REVIEW OWNER_LOOKUP_FAILED'],
    ['A 4.1.4.d: V, D, I', 'CHOOSE_CHANNEL', 'registrationType', 'OWNER_FOUND FIND_ADDRESS'],
    ['A 4.1.4.c: passport', 'CHOOSE_CHANNEL', 'passport', 'OWNER_FOUND FIND_ADDRESS'],
    ['A 4.1.4.b: exclusion list', 'CHOOSE_CHANNEL', 'excluded', 'OWNER_FOUND FIND_ADDRESS'],
    ['A 4.1.5: otherwise', 'CHOOSE_CHANNEL', 'electronic', 'OWNER_FOUND FIND_CONTACT'],
    ['A 5.1.2: individual', 'FIND_CONTACT', 'mobile', 'OWNER_FOUND SEND_SMS'],
    ['A 5.1.3: entity', 'FIND_CONTACT', 'email', 'OWNER_FOUND SEND_EMAIL'],
    ['A 4.2.3: DataHive no contact', 'FIND_CONTACT', 'none', 'OWNER_FOUND FIND_ADDRESS'],
    ['decisions §7: DataHive failed', 'FIND_CONTACT', 'failed', 'OWNER_FOUND FIND_ADDRESS'],
    ['A 5.2: SMS sent', 'SEND_SMS', 'sent', 'EAN_SENT SUSPEND'],
    ['A 5.2.3: SMS failed, e-mail known', 'SEND_SMS', 'failedWithEmail', 'OWNER_FOUND SEND_EMAIL'],
    ['A 5.2.3: SMS failed, no e-mail', 'SEND_SMS', 'failed', 'OWNER_FOUND FIND_ADDRESS'],
    ['A 5.2: e-mail sent', 'SEND_EMAIL', 'sent', 'EAN_SENT SUSPEND'],
    ['A 5.2.3: all notifications failed', 'SEND_EMAIL', 'failed', 'OWNER_FOUND FIND_ADDRESS'],
    ['A 4.2: address found', 'FIND_ADDRESS', 'found', 'OWNER_FOUND SEND_LETTER'],
    ['A 4.2.3: MHA address not found', 'FIND_ADDRESS', 'notFound', 'MANUAL_REVIEW ADDRESS_NOT_FOUND'],
    ['A 4.2.3, as for LTA: address look-up failed', 'FIND_ADDRESS', 'failed', 'MANUAL_REVIEW ADDRESS_LOOKUP_FAILED'],
    ['A 6.2: letter submitted', 'SEND_LETTER', 'sent', 'LETTER_SENT SUSPEND'],
    ['A 6.2.3: letter generation failed', 'SEND_LETTER', 'notMade', 'MANUAL_REVIEW LETTER_NOT_MADE'],
    ['A 6.2.3: file too large', 'SEND_LETTER', 'tooLarge', 'MANUAL_REVIEW LETTER_TOO_LARGE'],
    ['A 6.2.3: SLIFT submission rejected', 'SEND_LETTER', 'rejected', 'MANUAL_REVIEW LETTER_REJECTED'],
    ['A 6.2.3: all retries failed', 'SEND_LETTER', 'failed', 'MANUAL_REVIEW LETTER_SUBMISSION_FAILED'],
    ['A 7.2: suspended', 'SUSPEND', 'suspended', 'SUSPENDED'],
  ])('%s', (_row, step, outcome, leadsTo) => {
    expect(Object.values(targetOf(step, outcome as never)).join(' ')).toBe(leadsTo);
  });

  it('the rows above are all there are', () => {
    expect(all).toHaveLength(26);
  });

  it('each step is owed in the state its predecessors lead to, and every notice comes to an end', () => {
    const seen = new Set<Step>();
    const visit = (step: Step, path: readonly Step[]): void => {
      expect(path).not.toContain(step);
      seen.add(step);
      for (const { target } of all.filter((each) => each.step === step))
        if ('step' in target) {
          const states: State[] = target.step === 'SUSPEND' ? ['EAN_SENT', 'LETTER_SENT'] : [STEPS[target.step].state];
          expect(states).toContain(target.state);
          visit(target.step, [...path, step]);
        }
    };
    visit('FIND_OWNER', []);
    expect([...seen].sort()).toEqual(Object.keys(STEPS).sort());
  });

  it('what is reviewed is put back to the step that failed', () => {
    for (const { step, target } of all) if ('reason' in target) expect(RESUMES[target.reason]).toBe(step);
  });

  it('the README shows it as a diagram, drawn from the table', () => {
    const readme = readFileSync(join(__dirname, '..', 'README.md'), 'utf8');
    expect(/```mermaid\n(.*?)\n```/s.exec(readme)?.[1]).toBe(pipelineDiagram());
  });
});
