// Redis (or Valkey) from this machine, else a copy that apt fetches without root into the user's cache.
import { randomBytes } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { Refusal, quietly } from '../bootstrap.mjs';
import { endLeftover, endProcess, freePort, isAlive, ownTemporaryFolder, spawnServer, until } from './processes.mjs';

// Debian's redis-tools holds the whole server: redis-check-rdb is the same program, told apart by its name.
const DEBIAN_PACKAGES = ['redis-tools', 'libjemalloc2', 'liblzf1', 'libatomic1'];

/** Starts a server on 127.0.0.1 over `dir`, with a random password, and resolves once it answers. */
export async function startRedis({ dir, durable = true, port, logFile = join(dir, 'redis.log') }) {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const pidFile = join(dir, 'redis.pid');
  if (existsSync(pidFile)) await endLeftover(Number(readFileSync(pidFile, 'utf8')), dir, 'SIGTERM');
  const { program, env } = await findServer();
  const password = passwordOf(dir);

  for (let attempt = 1; ; attempt++) {
    const at = port ?? (await freePort());
    const log = openSync(logFile, 'a', 0o600);
    const child = spawnServer(program, ['-'], { cwd: dir, env: { ...process.env, ...env }, stdio: ['pipe', log, log] });
    closeSync(log);
    // Through standard input, so that the password is in no process list.
    child.stdin?.on('error', () => undefined).end(configuration({ dir, port: at, password, durable }));
    const ready = await until(async () => !isAlive(child) || (await answers(at, password)), 30_000);
    if (ready && isAlive(child)) {
      writeFileSync(pidFile, String(child.pid));
      return {
        url: `redis://:${password}@127.0.0.1:${at}`,
        port: at,
        child,
        stop: () => endProcess(child, { graceMs: 5000 }),
      };
    }
    await endProcess(child, { graceMs: 500 });
    const said = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-8).join('\n');
    if (attempt < 5 && /Address already in use|bind/i.test(said) && port === undefined) continue;
    throw new Refusal(`${said}\nRedis did not start; its words are above and in ${logFile}.`);
  }
}

/** For a server of the user's own: throws a Refusal when nobody listens there. The programs themselves can wait for it. */
export async function refuseUnreachableRedis(url) {
  const { hostname, port } = URL.canParse(url) ? new URL(url) : {};
  if (!hostname) throw new Refusal(`REDIS_URL is not an address like redis://127.0.0.1:6379: "${url}".`);
  const at = { host: hostname.replaceAll(/^\[|\]$/g, ''), port: Number(port || 6379) };
  if (!(await listens(at)))
    throw new Refusal(
      `Redis does not answer at ${at.host}:${at.port}, where REDIS_URL points: start it, or leave REDIS_URL out and Kubari brings its own.`,
    );
}

function listens(address) {
  return new Promise((done) => {
    const socket = connect({ ...address, timeout: 3000 });
    const end = (answer) => {
      socket.destroy();
      done(answer);
    };
    socket
      .once('connect', () => end(true))
      .once('error', () => end(false))
      .once('timeout', () => end(false));
  });
}

/** Kept beside the data: after a crash the server comes back under the URL that its clients know. */
function passwordOf(dir) {
  const file = join(dir, 'password');
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}

const configuration = ({ dir, port, password, durable }) => `
port ${port}
bind 127.0.0.1
dir "${dir}"
requirepass ${password}
save ""
appendonly ${durable ? 'yes' : 'no'}
maxmemory-policy noeviction
databases 64
`;

function answers(port, password) {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    socket.setTimeout(1000, () => socket.destroy());
    socket.once('error', () => done(false)).once('close', () => done(false));
    let reply = '';
    socket.on('data', (chunk) => {
      reply += chunk;
      if (reply.split('\r\n').length < 3) return;
      done(reply === '+OK\r\n+PONG\r\n');
      socket.destroy();
    });
    socket.write(`AUTH ${password}\r\nPING\r\n`);
  });
}

/** REDIS_SERVER, redis-server or valkey-server on PATH, the cached copy, a fresh copy; else a Refusal that says what to do. */
async function findServer() {
  const named = process.env.REDIS_SERVER;
  if (named && !runs(named)) throw new Refusal(`REDIS_SERVER=${named} cannot be run.`);
  const installed = [named, 'redis-server', 'valkey-server'].find((program) => program && runs(program));
  if (installed) return { program: installed, env: {} };
  const cached = cachedServer();
  if (!runs(cached.program, cached.env)) await fetchServer(cached.folder);
  if (!runs(cached.program, cached.env))
    throw new Refusal(`The Redis copy in ${cached.folder} does not run here. ${WAYS_OUT}`);
  return cached;
}

const WAYS_OUT =
  'Install Redis (apt-get install redis-server), name a program with REDIS_SERVER, or set REDIS_URL to a server of your own.';

const runs = (program, env = {}) =>
  spawnSync(program, ['--version'], { env: { ...process.env, ...env }, stdio: 'ignore' }).status === 0;

function cachedServer() {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const folder = join(isWritable(cache) ? join(cache, 'kubari') : ownTemporaryFolder(), `redis-${process.arch}`);
  const machine = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
  return {
    folder,
    program: join(folder, 'usr/bin/redis-server'),
    env: { LD_LIBRARY_PATH: join(folder, `usr/lib/${machine}-linux-gnu`) },
  };
}

function isWritable(folder) {
  try {
    mkdirSync(join(folder, 'kubari'), { recursive: true });
    rmSync(mkdtempSync(join(folder, 'kubari', 'try-')), { recursive: true });
    return true;
  } catch {
    return false;
  }
}

async function fetchServer(folder) {
  if (spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status !== 0)
    throw new Refusal(`There is no Redis on this machine. ${WAYS_OUT}`);
  console.log("Fetching Redis with apt (kept in this user's cache) …");
  mkdirSync(dirname(folder), { recursive: true });
  const work = mkdtempSync(`${folder}-`);
  try {
    for (const part of ['state/lists/partial', 'cache/archives/partial', 'debs', 'unpacked'])
      mkdirSync(join(work, part), { recursive: true });
    const apart = [
      '-q',
      ...[
        'Dir::State=' + join(work, 'state'),
        'Dir::State::status=/var/lib/dpkg/status',
        'Dir::Cache=' + join(work, 'cache'),
        'Debug::NoLocking=1',
        'APT::Sandbox::User=',
        'Acquire::Retries=1',
      ].flatMap((option) => ['-o', option]),
    ];
    await must('apt-get', [...apart, 'update'], work);
    await must('apt-get', [...apart, 'download', ...DEBIAN_PACKAGES], join(work, 'debs'));
    for (const file of readdirSync(join(work, 'debs')))
      await must('dpkg', ['-x', join(work, 'debs', file), join(work, 'unpacked')], work);
    symlinkSync('redis-check-rdb', join(work, 'unpacked/usr/bin/redis-server'));
    rmSync(folder, { recursive: true, force: true });
    renameSync(join(work, 'unpacked'), folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function must(command, args, cwd) {
  const { code, output } = await quietly(command, args, { cwd });
  if (code !== 0)
    throw new Refusal(
      `${output.trimEnd().split('\n').slice(-5).join('\n')}\nThere is no Redis on this machine, and fetching one with apt failed. ${WAYS_OUT}`,
    );
}
