// Steps of a story on the terminal: one line each, ok or failed.
import { isDeepStrictEqual } from 'node:util';
import { pause } from '../services/processes.mjs';
import { Problem } from './client.mjs';

let failedCount = 0;
let count = 0;

export const totals = () => ({ count, failedCount });

/** Says a heading. */
export const chapter = (text) => console.log(`\n${text}`);

/** One thing that must be; the story goes on either way. `detail` of the answer stands behind the name. */
export async function check(name, run) {
  count += 1;
  try {
    const detail = await run();
    console.log(`  ok      ${name}${typeof detail === 'string' ? `: ${detail}` : ''}`);
    return true;
  } catch (error) {
    failedCount += 1;
    console.log(`  failed  ${name}\n          ${error.message.replaceAll('\n', '\n          ')}`);
    return false;
  }
}

/** One thing without which the rest has no meaning: its answer is the value of the step, a failure ends the story. */
export async function step(name, run, tell = () => undefined) {
  let value;
  const isOk = await check(name, async () => {
    value = await run();
    return tell(value);
  });
  if (!isOk) throw new StoryEnds();
  return value;
}

/** Thrown when a step failed that later ones need. */
export class StoryEnds extends Error {}

/** Throws unless both are the same; for objects, all of `expected` must be in `actual`. */
export function same(what, actual, expected) {
  const part =
    typeof expected === 'object' && expected !== null && !Array.isArray(expected)
      ? Object.fromEntries(Object.keys(expected).map((key) => [key, actual?.[key]]))
      : actual;
  if (!isDeepStrictEqual(part, expected))
    throw new Error(`${what} is ${JSON.stringify(part)}, not ${JSON.stringify(expected)}`);
}

export function must(condition, sentence) {
  if (!condition) throw new Error(sentence);
}

/** Asks until the answer is good; the last answer otherwise, for the check that follows to name what is wrong. */
export async function patiently(ask, isGood, timeoutMs = 60_000) {
  const end = performance.now() + timeoutMs;
  let answer = await ask();
  while (!isGood(answer) && performance.now() < end) {
    await pause(200);
    answer = await ask();
  }
  return answer;
}

/** Passes when the call is refused with this status (and code). */
export async function refused(status, code, call) {
  try {
    await call();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    same('refusal', { status: error.status, code: code === null ? null : error.code }, { status, code });
    return `${error.status} ${error.code}`;
  }
  throw new Error('it was not refused');
}
