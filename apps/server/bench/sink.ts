import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

// A stand-in for SES that is fast enough not to be what is measured: a raw socket server in a process of its own. It
// answers GetAccount with a huge quota and every mail with an id, after `delayMs`.

/** A running sink and the number of mails it has taken. */
export interface Sink {
  readonly url: string;
  readonly pid: number;
  taken(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts a sink in its own process. */
export async function startSink(delayMs = 0): Promise<Sink> {
  const child: ChildProcess = fork(join(__dirname, 'sink.js'), [String(delayMs)], { env: { KUBARI_BENCH_SINK: '1' } });
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    taken: async () => {
      child.send('count');
      const [{ count }] = (await once(child, 'message')) as [{ count: number }];
      return count;
    },
    stop: async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

const ACCOUNT = JSON.stringify({
  SendQuota: { Max24HourSend: -1, MaxSendRate: 1_000_000, SentLast24Hours: 0 },
  ProductionAccessEnabled: true,
  SendingEnabled: true,
  EnforcementStatus: 'HEALTHY',
});

let count = 0;

/** Reads requests only as far as finding where they end. */
function serve(socket: Socket, delayMs: number): void {
  socket.setNoDelay(true);
  let rest = Buffer.alloc(0);
  let missing = 0;
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    let data = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    rest = Buffer.alloc(0);
    for (;;) {
      if (missing > 0) {
        if (data.length < missing) {
          missing -= data.length;
          return;
        }
        data = data.subarray(missing);
        missing = 0;
        answerMail(socket, delayMs);
      }
      if (data.length === 0) return;
      const end = data.indexOf('\r\n\r\n');
      if (end < 0) {
        rest = Buffer.from(data);
        return;
      }
      const head = data.toString('latin1', 0, end);
      data = data.subarray(end + 4);
      if (head.startsWith('GET ')) respond(socket, ACCOUNT);
      else missing = Number(/content-length: *(\d+)/i.exec(head)?.[1] ?? 0);
    }
  });
}

function answerMail(socket: Socket, delayMs: number): void {
  count += 1;
  const body = `{"MessageId":"0106019abcdef012-${count.toString(16).padStart(12, '0')}-000000"}`;
  if (delayMs === 0) respond(socket, body);
  else setTimeout(() => respond(socket, body), delayMs);
}

function respond(socket: Socket, body: string): void {
  socket.write(`HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
}

if (process.env['KUBARI_BENCH_SINK'] === '1') {
  const delayMs = Number(process.argv[2] ?? 0);
  const server = createServer((socket) => serve(socket, delayMs));
  server.listen(0, '127.0.0.1', 1024, () => process.send?.({ port: (server.address() as AddressInfo).port }));
  process.on('message', () => process.send?.({ count }));
  process.on('disconnect', () => process.exit(0));
}
