import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '../src/platform/database/database.js';

/** One line of the result: what was done, how fast, at which cost, and how that compares. */
export interface Figure {
  readonly name: string;
  readonly count: number;
  readonly seconds: number;
  /** of our processes */
  readonly appCpuSeconds: number;
  /** of PostgreSQL */
  readonly dbCpuSeconds: number;
  readonly peakMegabytes?: number;
  /** figures of another kind: percentiles, bytes */
  readonly extra?: Readonly<Record<string, number>>;
}

/** What a benchmark prints: the bare loops, ours, and the ratios between them. */
export interface Report {
  readonly bench: string;
  readonly figures: readonly Figure[];
  /** name → value; a ratio above 1 means ours is slower than the bare loop */
  readonly ratios: Readonly<Record<string, number>>;
}

export interface Servers {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  stop(): Promise<void>;
}

/** A throw-away PostgreSQL (fsync on) and Redis of this run. */
export async function startServers(): Promise<Servers> {
  const child = spawn(process.execPath, [join(process.cwd(), 'tools/services.mjs'), '--durable'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const urls = JSON.parse(line.toString()) as { databaseUrl: string; redisUrl: string };
  return {
    ...urls,
    stop: async () => {
      child.stdin.end();
      await once(child, 'exit');
    },
  };
}

const TICKS_PER_SECOND = 100;

/** CPU seconds that PostgreSQL has used so far: the postmaster, its living children and those that ended. */
export async function dbCpuSeconds(db: Database): Promise<number> {
  const [row] = await db.rows<{ pid: number }>('select pg_backend_pid() as pid');
  const postmaster = Number(statOf(String(row?.pid))?.[1]);
  let ticks = 0;
  for (const pid of readdirSync('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    const stat = statOf(pid);
    if (!stat) continue;
    const isPostmaster = Number(pid) === postmaster;
    if (!isPostmaster && Number(stat[1]) !== postmaster) continue;
    ticks += Number(stat[11]) + Number(stat[12]) + (isPostmaster ? Number(stat[13]) + Number(stat[14]) : 0);
  }
  return ticks / TICKS_PER_SECOND;
}

/** /proc/<pid>/stat after the command name: [0] state, [1] ppid, [11] utime, [12] stime, [13] cutime, [14] cstime. */
function statOf(pid: string): string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

/** Times `work` in this process: wall time, our CPU, PostgreSQL's CPU, peak memory. */
export async function measured(name: string, count: number, db: Database, work: () => Promise<void>): Promise<Figure> {
  const dbBefore = await dbCpuSeconds(db);
  const cpuBefore = process.cpuUsage();
  const peak = watchMemory();
  const start = performance.now();
  await work();
  const seconds = (performance.now() - start) / 1000;
  const cpu = process.cpuUsage(cpuBefore);
  return {
    name,
    count,
    seconds,
    appCpuSeconds: (cpu.user + cpu.system) / 1e6,
    dbCpuSeconds: (await dbCpuSeconds(db)) - dbBefore,
    peakMegabytes: peak(),
  };
}

function watchMemory(): () => number {
  let peak = 0;
  const look = (): void => {
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  const timer = setInterval(look, 50);
  look();
  return () => {
    clearInterval(timer);
    look();
    return Math.round(peak / 1e6);
  };
}

/** The p-th percentile (0..100) of measured times. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((p / 100) * sorted.length))] ?? Number.NaN;
}

/** The report as a table for people. */
export function table(report: Report): string {
  const head = ['', 'count', 'seconds', 'per second', 'app CPU s/1,000', 'db CPU s/1,000', 'peak MB', ''];
  const rows = report.figures.map((f) => [
    f.name,
    String(f.count),
    f.seconds.toFixed(2),
    f.count / f.seconds < 100 ? (f.count / f.seconds).toFixed(1) : String(Math.round(f.count / f.seconds)),
    ((f.appCpuSeconds / f.count) * 1000).toFixed(3),
    ((f.dbCpuSeconds / f.count) * 1000).toFixed(3),
    f.peakMegabytes === undefined ? '' : String(f.peakMegabytes),
    Object.entries(f.extra ?? {})
      .map(([k, v]) => `${k} ${round(v)}`)
      .join(', '),
  ]);
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => (row[i] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ');
  const ratios = Object.entries(report.ratios).map(([k, v]) => `  ${k}: ${round(v)}`);
  return [`== ${report.bench}`, line(head), ...rows.map(line), ...ratios].join('\n');
}

const round = (value: number): string => (Math.abs(value) >= 100 ? String(Math.round(value)) : value.toFixed(2));
