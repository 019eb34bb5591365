import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { parseArgs } from 'node:util';

// A process of its own that sends prepared requests over kept-alive connections as fast as they are answered, each once.
// node load-generator.js --file requests.json --port 3000 --connections 64: prints what came of it as JSON.

const { values } = parseArgs({
  options: { file: { type: 'string' }, port: { type: 'string' }, connections: { type: 'string' } },
});
const requests = (JSON.parse(readFileSync(values.file ?? '', 'utf8')) as string[]).map((text) => Buffer.from(text));
const statuses: Record<string, number> = {};
const times: number[] = [];
let next = 0;

function send(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(values.port), '127.0.0.1');
    let startedAt = 0;
    let received = '';
    const more = (): void => {
      const request = requests[next++];
      if (!request) {
        socket.end();
        resolve();
        return;
      }
      startedAt = performance.now();
      socket.write(request);
    };
    socket.setNoDelay(true);
    socket.on('connect', more);
    socket.on('error', reject);
    socket.on('data', (part) => {
      received += part.toString('latin1');
      const head = received.indexOf('\r\n\r\n');
      if (head < 0) return;
      const length = Number(/content-length: (\d+)/i.exec(received.slice(0, head))?.[1] ?? 0);
      if (received.length < head + 4 + length) return;
      times.push(performance.now() - startedAt);
      const status = received.slice(9, 12);
      statuses[status] = (statuses[status] ?? 0) + 1;
      received = '';
      more();
    });
  });
}

async function main(): Promise<void> {
  const start = performance.now();
  await Promise.all(Array.from({ length: Number(values.connections) }, send));
  const seconds = (performance.now() - start) / 1000;
  times.sort((a, b) => a - b);
  const at = (p: number): number => times[Math.floor((times.length - 1) * p)] ?? 0;
  process.stdout.write(JSON.stringify({ seconds, statuses, p50: at(0.5), p99: at(0.99) }));
}

void main();
