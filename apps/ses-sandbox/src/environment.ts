import type { SandboxOptions } from './options.js';

/** Options from the environment of the process; throws a sentence that names a wrong variable. */
export function readEnvironment(env: Record<string, string | undefined>): SandboxOptions {
  return {
    host: env['SANDBOX_HOST'],
    port: readNumber(env, 'SANDBOX_PORT', 65_535),
    maxSendRate: readNumber(env, 'SANDBOX_MAX_SEND_RATE'),
    max24HourSend: readNumber(env, 'SANDBOX_DAILY_QUOTA'),
    keep: readNumber(env, 'SANDBOX_KEEP'),
    outcomeDelayMs: readNumber(env, 'SANDBOX_OUTCOME_DELAY_MS'),
  };
}

function readNumber(
  env: Record<string, string | undefined>,
  name: string,
  most = Number.MAX_SAFE_INTEGER,
): number | undefined {
  const text = env[name];
  if (text === undefined || text === '') return undefined;
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0 || value > most)
    throw new Error(`${name} is a number from 0 to ${most}, not "${text}".`);
  return value;
}
