import { Router } from 'express';
import { AppError } from '../platform/errors';
import { readContract } from './contracts';

/** The published contracts: `/contracts/<name>.yaml` and `.json`. */
export function docsRouter(operations: Readonly<Record<string, { contract: string }>>): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const names = [...new Set(Object.values(operations).map(({ contract }) => contract))];
  for (const name of names) {
    for (const format of ['yaml', 'json'] as const) {
      const text = readContract(name, format);
      router.get(`/contracts/${name}.${format}`, (_request, response) => {
        response.type(format === 'yaml' ? 'application/yaml' : 'application/json').send(text);
      });
      router.all(`/contracts/${name}.${format}`, () => {
        throw new AppError('method-not-allowed', 'wrong method', { headers: { Allow: 'GET, HEAD' } });
      });
    }
  }
  return router;
}
