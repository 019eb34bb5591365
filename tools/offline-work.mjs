// For tools that work on the data of an installation: on the running one, or on one whose databases are brought up for it.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Refusal, ROOT } from './bootstrap.mjs';
import { dataFolder, lockDataFolder, prepareDataFolder, readRuntimeFile } from './installation.mjs';
import { onFarewell } from './supervisor.mjs';
import { System } from './system.mjs';

/** Calls work(env) with the settings of the installation; when none runs, its databases run for as long as the work takes. */
export async function withInstallation(work) {
  const dir = dataFolder();
  const running = readRuntimeFile(dir);
  if (running) return work({ ...process.env, ...running.settings });
  prepareDataFolder(dir);
  lockDataFolder(dir);
  return withDatabases(dir, work);
}

/** The same on a folder that this process has locked. */
export async function withDatabases(dir, work) {
  const system = new System({ dir, host: '127.0.0.1', port: Number(process.env.PORT || 3000) });
  onFarewell(async () => {
    await system.stop();
    process.exit(130);
  });
  try {
    await system.startServices({ sandbox: false });
    await work(system.env);
  } finally {
    await system.stop();
  }
}

/** Runs a program of the server, its words shown as they come. */
export async function runServerProgram(args, env) {
  const code = await new Promise((done) => {
    const child = spawn(process.execPath, args, { cwd: join(ROOT, 'apps/server'), env, stdio: 'inherit' });
    child.once('error', () => done(1)).once('exit', (status) => done(status ?? 1));
  });
  if (code !== 0) throw new Refusal(`${args.find((arg) => !arg.startsWith('-'))} failed; see above.`);
}
