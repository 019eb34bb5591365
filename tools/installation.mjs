// One installation = one data folder (KUBARI_DATA): databases, uploaded files, the secret, logs, and who runs it now.
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Refusal, ROOT } from './bootstrap.mjs';

const LOG_LIMIT_BYTES = 10_000_000;
const KEPT_LOGS = 3;

/** Where the installation that this environment names keeps its data. */
export const dataFolder = () => resolve(ROOT, process.env.KUBARI_DATA || '.local');

/** Makes the folder (closed to other users), or throws a Refusal that names it. */
export function prepareDataFolder(dir) {
  try {
    // 0711 for root: the unprivileged user PostgreSQL runs as must pass through to its own folder.
    makeFolder(dir, process.getuid?.() === 0 ? 0o711 : 0o700);
    for (const part of ['logs', 'storage']) makeFolder(join(dir, part), 0o700);
    writeFileSync(join(dir, '.writable'), '');
    rmSync(join(dir, '.writable'));
  } catch (error) {
    throw new Refusal(`The data folder ${dir} cannot be written (${error.code}): name another one with KUBARI_DATA.`);
  }
}

/** Not mkdir's own `recursive`: it never returns where a file system answers ENOENT to a new folder (/proc). */
function makeFolder(dir, mode) {
  if (existsSync(dir)) return;
  makeFolder(dirname(dir), 0o755);
  mkdirSync(dir, { mode });
}

/** Takes the folder for this process, or throws a Refusal when another one runs on it. True: after a run that was killed. */
export function lockDataFolder(dir) {
  const lock = join(dir, 'lock');
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx', mode: 0o600 });
      process.once('exit', () => rmSync(lock, { force: true }));
      return attempt > 0;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const owner = Number(readFileSync(lock, 'utf8'));
    if (isOurTool(owner)) {
      const url = readRuntimeFile(dir)?.dashboardUrl;
      throw new Refusal(
        `Kubari already runs on the data in ${dir} (process ${owner}${url ? `, ${url}` : ''}). Stop it first, or name another folder with KUBARI_DATA (and another PORT).`,
      );
    }
    // Renamed before it is removed: of two that find the same stale lock, one gets it.
    const stale = `${lock}.${process.pid}`;
    try {
      renameSync(lock, stale);
      rmSync(stale);
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
  }
  throw new Refusal(`Another start on ${dir} is under way.`);
}

/** A pid may have been given to a stranger since; its command line tells. */
function isOurTool(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code === 'ESRCH' || !pid) return false;
  }
  const commandLine = `/proc/${pid}/cmdline`;
  return !existsSync(commandLine) || /tools\/\S+\.mjs/.test(readFileSync(commandLine, 'utf8'));
}

/** The key of link signatures and CSRF tokens: made once, kept with the data. */
export function secretOf(dir) {
  const file = join(dir, 'secret');
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

/** Tells the other tools where this installation is reached; gone when it stops. */
export function writeRuntimeFile(dir, runtime) {
  const file = join(dir, 'runtime.json');
  // written beside and renamed: whoever waits for it never reads half of it
  writeFileSync(`${file}.new`, `${JSON.stringify({ pid: process.pid, ...runtime }, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  process.once('exit', () => rmSync(file, { force: true }));
}

/** What the running installation on this folder wrote, or undefined when none runs. */
export function readRuntimeFile(dir) {
  const file = join(dir, 'runtime.json');
  if (!existsSync(file)) return undefined;
  const runtime = JSON.parse(readFileSync(file, 'utf8'));
  return isOurTool(runtime.pid) ? runtime : undefined;
}

/** The path of a log, after the old one was put aside if it had grown large. */
export function logFileOf(dir, name) {
  const file = join(dir, 'logs', `${name}.log`);
  if (existsSync(file) && statSync(file).size > LOG_LIMIT_BYTES) {
    for (let n = KEPT_LOGS - 1; n >= 1; n--)
      if (existsSync(`${file}.${n}`)) renameSync(`${file}.${n}`, `${file}.${n + 1}`);
    renameSync(file, `${file}.1`);
  }
  writeFileSync(file, '', { flag: 'a', mode: 0o600 });
  chmodSync(file, 0o600);
  return file;
}
