// Needs nothing but node and npm. Every other tool imports this file first: it refuses an old Node before anything
// else is evaluated, and bootstrap() installs (and builds) what is missing. Silent when there is nothing to do.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');

// corepack and a "packageManager" field are not used: both fail in places where plain npx works.
const PNPM_VERSIONS = ['12.21.0', '10.34.9']; // the second is plain JavaScript, for machines the native one cannot run on
const OLDEST_NODE = [20, 19];

/** An end that the person at the keyboard can do something about: printed as one sentence, without a stack. */
export class Refusal extends Error {}

/** Runs a tool's main function; a Refusal becomes its sentence and exit code 1. */
export async function main(run) {
  try {
    await run();
  } catch (error) {
    console.error(error instanceof Refusal ? error.message : error);
    process.exit(1);
  }
}

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
  console.error(
    `Kubari needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.version}. Get one from https://nodejs.org.`,
  );
  process.exit(1);
}

/** Leaves an installed (and, if asked, built) workspace behind, or throws a Refusal. Safe to run side by side. */
export async function bootstrap({ build = false } = {}) {
  process.chdir(ROOT);
  await oneAtATime(async () => {
    await install();
    if (build) await (await import('./build.mjs')).build();
  });
}

async function install() {
  const stampFile = join(ROOT, 'node_modules/.cache/kubari/installed');
  const wanted = fingerprintOfDependencies();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return;
  try {
    accessSync(ROOT, constants.W_OK);
  } catch {
    throw new Refusal(
      `The folder ${ROOT} cannot be written by this user, so nothing can be installed in it: clone Kubari to a folder of your own.`,
    );
  }
  console.log('Installing packages …');
  let output = '';
  for (const version of PNPM_VERSIONS) {
    const result = await quietly('npx', ['--yes', `pnpm@${version}`, 'install', '--frozen-lockfile'], {
      env: packageManagerEnvironment(),
    });
    if (result.code === 0) {
      mkdirSync(dirname(stampFile), { recursive: true });
      writeFileSync(stampFile, wanted);
      return;
    }
    output = result.output;
    const sentence = knownTrouble(output);
    if (sentence) throw new Refusal(`${tail(output)}\n${sentence}`);
  }
  throw new Refusal(`${tail(output)}\nInstalling the packages failed; the reason is above.`);
}

function knownTrouble(output) {
  if (
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|ETIMEDOUT|ERR_SOCKET_TIMEOUT|META_FETCH_FAIL|ERR_PNPM_FETCH/.test(
      output,
    )
  )
    return "The package registry cannot be reached. Packages are fetched once, at the first start: connect this machine to the internet (or set npm's registry or proxy) and run the command again.";
  if (/ENOSPC/.test(output)) return 'The disk is full: about 1 GB is needed.';
  if (/EACCES|EPERM|EROFS/.test(output)) return 'A folder cannot be written by this user; the path is above.';
  if (/ERR_PNPM_OUTDATED_LOCKFILE|ERR_PNPM_FROZEN_LOCKFILE/.test(output))
    return `A package.json changed without pnpm-lock.yaml. Run: npx pnpm@${PNPM_VERSIONS[0]} install --no-frozen-lockfile`;
  if (/command not found|spawn npx ENOENT/.test(output)) return 'npm is missing: it normally comes with Node.';
  return undefined;
}

/** What an installation depends on: the lock file, every package.json, and the machine. */
function fingerprintOfDependencies() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch} ${major}`);
  const packages = ['apps', 'libs'].flatMap((folder) =>
    readdirSync(join(ROOT, folder))
      .sort()
      .map((name) => `${folder}/${name}/package.json`),
  );
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', ...packages]) {
    if (existsSync(join(ROOT, file))) hash.update(file).update(readFileSync(join(ROOT, file)));
  }
  return hash.digest('hex');
}

/** npm exports its own settings to scripts; pnpm would take them for its own. Those a user sets on purpose stay. */
function packageManagerEnvironment() {
  const foreign =
    /^npm_(config_(?!cache$|registry$|userconfig$|cafile$|https?_proxy$|noproxy$)|lifecycle|package|command|execpath|node_execpath)/;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return {
    ...Object.fromEntries(kept),
    CI: 'true',
    npm_config_fetch_retries: '1',
    npm_config_fetch_retry_mintimeout: '1000',
  };
}

/** Runs a command and keeps its output for the case that it fails. */
export function quietly(command, args, options = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, { cwd: ROOT, ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.once('error', (error) => done({ code: 1, output: `${output}${error.message}` }));
    child.once('close', (code) => done({ code: code ?? 1, output }));
  });
}

const tail = (text) => text.trimEnd().split('\n').slice(-30).join('\n');

/** Two commands in one checkout must not install or compile at the same time: the second waits for the first. */
async function oneAtATime(work) {
  const key = createHash('sha256').update(ROOT).digest('hex').slice(0, 12);
  const lock = join(tmpdir(), `kubari-bootstrap-${process.getuid?.() ?? 0}-${key}.lock`);
  for (let waited = 0; !tryLock(lock); waited += 100) {
    if (waited === 1000) console.log('Another command is installing or building here; waiting for it …');
    await new Promise((again) => setTimeout(again, 100));
  }
  const release = () => rmSync(lock, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

function tryLock(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    try {
      process.kill(Number(readFileSync(lock, 'utf8')), 0);
    } catch (gone) {
      if (gone.code === 'ESRCH') rmSync(lock, { force: true });
    }
    return false;
  }
}

// Not awaited: build.mjs imports this file and would wait for it to be evaluated.
if (process.argv[1] === fileURLToPath(import.meta.url))
  void main(() => bootstrap({ build: process.argv.includes('--build') }));
