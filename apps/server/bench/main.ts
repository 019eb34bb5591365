import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { benchCustomer } from './bench-customer.js';
import { benchEvents } from './bench-events.js';
import { benchImport } from './bench-import.js';
import { benchList } from './bench-list.js';
import { benchPlan } from './bench-plan.js';
import { benchRender } from './bench-render.js';
import { benchSend } from './bench-send.js';
import { benchTrack } from './bench-track.js';
import { startServers, table, type Report, type Servers } from './measure.js';

/** Every benchmark: its default size, and how it runs. */
const BENCHES: Readonly<Record<string, { size: number; run: (servers: Servers, size: number) => Promise<Report> }>> = {
  import: { size: 200_000, run: benchImport },
  plan: { size: 1_000_000, run: benchPlan },
  send: { size: 50_000, run: benchSend },
  track: { size: 50_000, run: benchTrack },
  events: { size: 20_000, run: benchEvents },
  list: { size: 1_000_000, run: benchList },
  customer: { size: 1_000_000, run: benchCustomer },
  render: { size: 50_000, run: benchRender },
};

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, size: { type: 'string' } },
  });
  const names = positionals.length > 0 ? positionals : Object.keys(BENCHES);
  const reports: Report[] = [];
  for (const name of names) {
    const bench = BENCHES[name];
    if (!bench) throw new Error(`No benchmark "${name}"; there are: ${Object.keys(BENCHES).join(', ')}`);
    const servers = await startServers();
    try {
      const report = await bench.run(servers, values.size ? Number(values.size) : bench.size);
      reports.push(report);
      if (!values.json) process.stdout.write(`${table(report)}\n\n`);
    } finally {
      await servers.stop();
    }
  }
  if (values.json) process.stdout.write(`${JSON.stringify(reports, null, 2)}\n`);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
