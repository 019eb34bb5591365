import { readEnvironment } from './environment.js';
import { createSesSandbox } from './sandbox.js';

/** Runs the sandbox as a process: tells a parent over IPC, or the terminal in one line of JSON, where it listens. */
async function run(): Promise<void> {
  const sandbox = await createSesSandbox(readEnvironment(process.env));
  const { url, queueUrl, topicArn, configurationSet, certificateOrigin } = sandbox;
  const ready = { type: 'ready', url, queueUrl, topicArn, configurationSet, certificateOrigin };
  if (process.send) process.send(ready);
  else process.stdout.write(`${JSON.stringify(ready)}\n`);
  await sandbox.warmUp();
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => process.exit(0));
// A parent that died without a word takes the sandbox with it.
process.on('disconnect', () => process.exit(0));

run().catch((error: NodeJS.ErrnoException) => {
  const sentence = error.code === 'EADDRINUSE' ? `The port is taken: ${error.message}` : error.message;
  process.stderr.write(`ses-sandbox: ${sentence}\n`);
  process.exit(1);
});
