import { RESOLUTIONS, RESUMES, STEPS, type Step, type Target } from './machine';

/** The pipeline as a Mermaid flow chart, drawn from its table. */
export function pipelineDiagram(): string {
  const lines = ['flowchart TD'];
  const nodeOf = (target: Target): string => ('step' in target ? target.step : target.state);
  for (const [step, { state, partners, source }] of Object.entries(STEPS)) {
    const asks = partners.length > 0 ? `<br/>${partners.join(', ')}` : '';
    lines.push(`  ${step}["${step}<br/>${step === 'SUSPEND' ? 'EAN_SENT, LETTER_SENT' : state}${asks}<br/>${source}"]`);
  }
  for (const end of ['SUSPENDED', 'HALTED', 'MANUAL_REVIEW', 'CLOSED']) lines.push(`  ${end}(["${end}"])`);
  for (const [step, { outcomes }] of Object.entries(STEPS)) {
    for (const [outcome, target] of Object.entries<Target>(outcomes)) {
      const reason = 'reason' in target ? `: ${target.reason}` : '';
      lines.push(`  ${step} -->|"${outcome}${reason}"| ${nodeOf(target)}`);
    }
  }
  for (const step of new Set<Step>(Object.values(RESUMES))) lines.push(`  MANUAL_REVIEW -.->|"put back"| ${step}`);
  lines.push(`  MANUAL_REVIEW -.->|"closed"| ${RESOLUTIONS.closed}`);
  lines.push(`  MANUAL_REVIEW -.->|"suspended by staff"| ${RESOLUTIONS.suspended}`);
  for (const step of Object.keys(STEPS)) lines.push(`  ${step} -.->|"suspended, other than TS-HST"| HALTED`);
  return lines.join('\n');
}
