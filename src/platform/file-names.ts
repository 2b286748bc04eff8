import type { Calendar } from './calendar';

/** `URA_…_YYYYMMDD_HHMMSS`, in Singapore's time (decisions §8). */
export function fileName(prefix: string, at: Date, extension: 'xml' | 'csv', calendar: Calendar): string {
  const [day, time] = calendar.format(at).replaceAll(/[-:]/g, '').split(' ');
  return `${prefix}_${day}_${time}.${extension}`;
}
