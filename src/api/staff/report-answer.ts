import type { ReportFile } from '../../features/reports';

/** A report as it is sent: to be saved under its name. */
export const reportAnswer = ({ name, mediaType, content }: ReportFile) => ({
  status: 200 as const,
  headers: { 'Content-Disposition': `attachment; filename="${name}"` },
  contentType: mediaType,
  stream: content,
});
