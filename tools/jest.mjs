// Runs jest and counts what it did. Skipped tests count as failed: none may be committed.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './bootstrap.mjs';

/**
 * Resolves to { passed, failed, output }; the usual report goes to the terminal. Files with a failed test run once more,
 * by themselves; what passes then is passed, but named in the output: it wants mending.
 */
export async function runJest(args, { scratch, endings, env = {} }) {
  const first = await runOnce(args, { scratch, endings, env });
  if (first.failedFiles.length === 0 || first.failedFiles.length > MOST_FILES_AGAIN) return first;
  const second = await runOnce(['--runTestsByPath', ...first.failedFiles, ...optionsOf(args)], {
    scratch,
    endings,
    env,
  });
  const stillFailed = second.failed + first.skipped;
  const mended = Math.max(0, first.failed - stillFailed);
  return {
    passed: first.passed + mended,
    failed: stillFailed,
    output: [first.output, second.output, ...first.failedFiles.map((file) => `Ran twice, failed at first: ${file}`)]
      .filter(Boolean)
      .join('\n'),
  };
}

/** More than these are no chance failures. */
const MOST_FILES_AGAIN = 10;

/** Without the paths that chose files. */
const optionsOf = (args) => {
  const from = args.findIndex((arg) => arg.startsWith('-'));
  return from === -1 ? [] : args.slice(from);
};

async function runOnce(args, { scratch, endings, env }) {
  const report = join(scratch, `jest-${Date.now()}.json`);
  const fixed = [
    '-c',
    'jest.config.cjs',
    '--maxWorkers=2',
    '--workerIdleMemoryLimit=1GB',
    '--json',
    '--outputFile',
    report,
  ];
  const code = await new Promise((done) => {
    const child = spawn(process.execPath, ['node_modules/jest/bin/jest.js', ...args, ...fixed], {
      cwd: ROOT,
      env: { ...process.env, NODE_ENV: 'test', AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    endings.push(() => child.kill());
    child.once('error', () => done(1)).once('exit', (status) => done(status ?? 1));
  });
  const nothing = { passed: 0, failed: 1, skipped: 0, failedFiles: [] };
  if (!existsSync(report)) return { ...nothing, output: 'jest ended without a report.' };
  const result = JSON.parse(readFileSync(report, 'utf8'));
  const skipped = result.numPendingTests + result.numTodoTests;
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites + skipped;
  const passed = result.numPassedTests;
  if (code !== 0 && failed === 0)
    return { ...nothing, passed, output: `jest ended with exit code ${code} though no test failed.` };
  const failedFiles = result.testResults.filter(({ status }) => status === 'failed').map(({ name }) => name);
  const output = skipped > 0 ? `${skipped} skipped tests count as failed.` : '';
  return { passed, failed, skipped, failedFiles, output };
}
