// vHub and REPCCS as the bench needs them: a process of its own that answers vHub's calls after 50 ms.
import { createServer } from 'node:http';

/** How long vHub takes for a batch. */
export const ANSWER_MS = 50;

if (process.send) {
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const answer = (body) => {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(body));
      };
      if (request.url.includes('carParks')) return answer({ carParks: [{ ppCode: 'A0007', ppName: 'ALIWAL STREET' }] });
      const { Violations } = JSON.parse(Buffer.concat(chunks).toString());
      const Results = Violations.map(({ ViolationNo }) => ({ ViolationNo, ResponseCode: '0' }));
      setTimeout(() => answer({ Results }), ANSWER_MS);
    });
  });
  server.listen(0, '127.0.0.1', () => process.send(server.address().port));
  process.on('disconnect', () => process.exit());
}
