import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Database } from '../src/platform/database/database.js';
import type { Env } from '../src/platform/config/env.js';
import { measured, type Figure } from './measure.js';

/** What the load generator saw. */
interface Load {
  readonly seconds: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly p50: number;
  readonly p99: number;
}

/** Listens on a free port. */
export async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** A server that does nothing but answer: what the machine can do at most. */
export function bareServer(answer: RequestListener): Server {
  return createServer(answer);
}

/** Measures this process and PostgreSQL while another process sends `requests`, each once; all must be answered `status`. */
export async function underLoad(
  name: string,
  {
    env,
    db,
    port,
    requests,
    status,
    connections,
  }: {
    env: Env;
    db: Database;
    port: number;
    requests: readonly string[];
    status: number;
    connections: number;
  },
): Promise<Figure> {
  const file = join(env.STORAGE_DIR, 'requests.json');
  writeFileSync(file, JSON.stringify(requests));
  let load: Load | undefined;
  const figure = await measured(name, requests.length, db, async () => {
    load = await generate(file, port, connections);
  });
  if (!load || load.statuses[String(status)] !== requests.length)
    throw new Error(`${name}: not all were answered ${status}: ${JSON.stringify(load?.statuses)}`);
  return { ...figure, seconds: load.seconds, extra: { 'p50 ms': load.p50, 'p99 ms': load.p99 } };
}

async function generate(file: string, port: number, connections: number): Promise<Load> {
  const script = join(__dirname, 'load-generator.js');
  const args = [script, '--file', file, '--port', String(port), '--connections', String(connections)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.on('data', (part: Buffer) => (out += part.toString()));
  await once(child, 'close');
  return JSON.parse(out) as Load;
}
