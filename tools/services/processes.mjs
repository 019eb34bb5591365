// Starting and ending processes so that nothing outlives us and nothing of somebody else's is touched.
import { spawn, spawnSync } from 'node:child_process';
import { lstatSync, mkdirSync, readlinkSync, realpathSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Refusal } from '../bootstrap.mjs';

const hasSetpriv = process.platform === 'linux' && spawnSync('setpriv', ['--pdeathsig', 'TERM', 'true']).status === 0;

/**
 * Starts a server in its own session: a Ctrl-C in the terminal reaches only us, and we end the servers in order.
 * Where Linux offers it, the kernel sends `endSignal` should we be killed without a chance to do so.
 */
export function spawnServer(command, args, { endSignal = 'SIGTERM', ...options }) {
  const [program, ...rest] = hasSetpriv
    ? ['setpriv', '--pdeathsig', endSignal.replace('SIG', ''), '--', command, ...args]
    : [command, ...args];
  const child = spawn(program, rest, { ...options, detached: true });
  child.on('error', () => undefined); // seen as a child that is not alive
  return child;
}

export const isAlive = (child) => child.pid !== undefined && child.exitCode === null && child.signalCode === null;

/** Ends a child: asks with `signal`, waits, then insists. Resolves when it is gone. */
export async function endProcess(child, { signal = 'SIGTERM', graceMs = 10_000, lastly = 'SIGKILL' } = {}) {
  for (const [name, waitMs] of [
    [signal, graceMs],
    [lastly, 3000],
    ['SIGKILL', 3000],
  ]) {
    if (!isAlive(child)) return;
    child.kill(name);
    await until(() => !isAlive(child), waitMs);
  }
}

/** Ends a server that a killed run left behind, recognised by the folder it works in; a stranger's pid is left alone. */
export async function endLeftover(pid, folder, signal) {
  const isOurs = () => {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(folder);
    } catch {
      return false;
    }
  };
  for (const [name, waitMs] of [
    [signal, 5000],
    ['SIGKILL', 2000],
  ]) {
    if (!isOurs()) return;
    process.kill(pid, name);
    await until(() => !isOurs(), waitMs);
  }
}

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** Asks once, then every 10 ms; false when the time ran out. */
export async function until(condition, timeoutMs) {
  for (const end = performance.now() + timeoutMs; ; await pause(10)) {
    if (await condition()) return true;
    if (performance.now() >= end) return false;
  }
}

/** A folder in the system's temporary one that only we can have filled: programs are run from it. */
export function ownTemporaryFolder() {
  const uid = process.getuid?.() ?? 0;
  const folder = join(tmpdir(), `kubari-${uid}`);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const is = lstatSync(folder);
  if (is.uid !== uid || !is.isDirectory() || is.mode & 0o022)
    throw new Refusal(
      `${folder} belongs to somebody else or can be written by others: remove it, or set TMPDIR to a folder of your own.`,
    );
  return folder;
}

/** A port nobody listens on right now. */
export const freePort = () => listenBriefly(0, '127.0.0.1');

export const isPortFree = (port, host = '127.0.0.1') => listenBriefly(port, host).then(() => true, () => false); // prettier-ignore

function listenBriefly(port, host) {
  return new Promise((done, failed) => {
    const server = createServer();
    server.once('error', failed);
    server.listen(port, host, () => {
      const { port: taken } = server.address();
      server.close(() => done(taken));
    });
  });
}
