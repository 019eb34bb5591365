// Keeps a set of processes up: starts them, starts a crashed one again, and ends them all in the right order.
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Refusal } from './bootstrap.mjs';
import { endProcess, isAlive, pause, spawnServer } from './services/processes.mjs';

const LEVELS = { 40: 'warn', 50: 'error', 60: 'fatal' };
const STEADY_MS = 60_000;
const LONGEST_PAUSE_MS = 30_000;
const PARENT_AT_START = process.ppid;

/**
 * One process of a running system. `start(keep)` resolves to { child, stop, ... } once it is ready, and hands its
 * half-started self to `keep` at once, so that a Ctrl-C during start-up finds it.
 */
export class Supervised {
  #stopping = false;
  #starting;
  #current;
  #failures = 0;

  constructor(name, start) {
    this.name = name;
    this.start = start;
  }

  /** The first start: rejects when it fails. Later crashes are answered with restarts. */
  up() {
    this.#starting = this.#bringUp();
    return this.#starting;
  }

  async down() {
    this.#stopping = true;
    await this.#current?.stop();
    await this.#starting?.catch(() => undefined);
  }

  async #bringUp() {
    const startedAt = performance.now();
    this.#current = await this.start((half) => (this.#current = half), this.#current);
    if (this.#stopping) await this.#current.stop();
    this.#watch(startedAt);
    return this.#current;
  }

  #watch(startedAt) {
    const { child } = this.#current;
    const onExit = () => void this.#revive(startedAt);
    if (isAlive(child)) child.once('exit', onExit);
    else onExit();
  }

  async #revive(startedAt) {
    if (this.#stopping) return;
    this.#failures = performance.now() - startedAt > STEADY_MS ? 1 : this.#failures + 1;
    const pauseMs = Math.min(LONGEST_PAUSE_MS, 500 * 2 ** (this.#failures - 1));
    const { exitCode, signalCode } = this.#current.child;
    console.error(
      `${clockTime()} The ${this.name} stopped (${signalCode ?? `exit code ${exitCode}`}); starting it again in ${pauseMs / 1000} s.`,
    );
    await pause(pauseMs);
    if (this.#stopping) return;
    try {
      await this.up();
      if (!this.#stopping) console.error(`${clockTime()} The ${this.name} is up again.`);
    } catch (error) {
      if (this.#stopping) return;
      console.error(`${clockTime()} ${error.message}`);
      await this.#revive(performance.now());
    }
  }
}

/** A start function for a program of ours that says `{ type: 'ready', … }` over its IPC channel. */
export function nodeProgram({ name, args, env, logFile, readyWithinMs = 90_000, graceMs = 10_000, spawnOptions = {} }) {
  return async (keep) => {
    const child = spawnServer(process.execPath, args, {
      env,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      ...spawnOptions,
    });
    const stop = () => endProcess(child, { graceMs });
    keep({ child, stop });
    record(child, name, logFile);
    const message = await readyMessage(child, name, logFile, readyWithinMs);
    return { child, stop, message };
  };
}

function readyMessage(child, name, logFile, withinMs) {
  return new Promise((ready, failed) => {
    const timer = setTimeout(
      () => failed(new Refusal(`The ${name} did not get ready within ${withinMs / 1000} s; see ${logFile}.`)),
      withinMs,
    );
    child.on('message', (sent) => {
      if (sent?.type !== 'ready') return;
      clearTimeout(timer);
      ready(sent);
    });
    // 'close', not 'exit': what it wrote last is shown before our own sentence.
    child.once('close', () => {
      clearTimeout(timer);
      failed(new Refusal(`The ${name} did not start; see above and ${logFile}.`));
    });
  });
}

/** Everything goes to the log file; the terminal gets warnings as one line each, and plain words as they are. */
function record(child, name, logFile) {
  const log = createWriteStream(logFile, { flags: 'a', mode: 0o600 });
  child.once('close', () => log.end());
  for (const [stream, isErrorStream] of [
    [child.stdout, false],
    [child.stderr, true],
  ]) {
    createInterface({ input: stream }).on('line', (line) => {
      log.write(`${line}\n`);
      const text = line.startsWith('{') ? oneLine(line) : isErrorStream ? line : '';
      if (text) console.error(`${clockTime()} ${name}: ${text}`);
    });
  }
}

function oneLine(json) {
  try {
    const { level, msg, context, err } = JSON.parse(json);
    if (!(level in LEVELS)) return '';
    return [LEVELS[level], context && `[${context}]`, msg, err?.message && err.message !== msg && `(${err.message})`]
      .filter(Boolean)
      .join(' ');
  } catch {
    return json;
  }
}

const clockTime = () => new Date().toTimeString().slice(0, 8);

/**
 * Calls `stop` once, when somebody wants us gone: Ctrl-C, kill, a closed terminal, or an npm that was killed
 * (its shell dies without passing the signal on; our parent changes). A second Ctrl-C does not wait any more.
 */
export function onFarewell(stop) {
  let calledAt;
  const farewell = () => {
    if (calledAt !== undefined) return;
    calledAt = performance.now();
    void stop();
  };
  process.on('SIGINT', () => {
    // npm and the terminal both send the first one; a later one is a person who does not want to wait.
    if (calledAt !== undefined && performance.now() - calledAt > 1000) process.exit(1);
    farewell();
  });
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, farewell);
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined); // a closed terminal
  if (!process.env.npm_lifecycle_event) return;
  const watch = setInterval(() => {
    if (process.ppid === PARENT_AT_START) return;
    clearInterval(watch);
    farewell();
  }, 250);
  watch.unref();
}
