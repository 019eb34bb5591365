// Runs jest and counts what it did. Skipped tests count as failed: none may be committed.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './bootstrap.mjs';

/** Resolves to { passed, failed, output }; the usual report goes to the terminal. */
export async function runJest(args, { scratch, endings, env = {} }) {
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
  if (!existsSync(report)) return { passed: 0, failed: 1, output: 'jest ended without a report.' };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites } = JSON.parse(
    readFileSync(report, 'utf8'),
  );
  const skipped = numPendingTests + numTodoTests;
  const failed = numFailedTests + numRuntimeErrorTestSuites + skipped;
  const output = skipped > 0 ? `${skipped} skipped tests count as failed.` : '';
  if (code !== 0 && failed === 0)
    return { passed: numPassedTests, failed: 1, output: `jest ended with exit code ${code} though no test failed.` };
  return { passed: numPassedTests, failed, output };
}
