// The browser of the browser tests: the system's Chromium, with a font that has Japanese.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { quietly, Refusal } from './bootstrap.mjs';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const PACKAGES = ['chromium', 'fonts-noto-cjk'];

/** The path of a Chromium that can show Japanese; installs it where that is allowed, else a Refusal with the line to run. */
export async function ensureChromium() {
  if (!isComplete()) await install();
  return find();
}

const isComplete = () => find() !== undefined && hasJapaneseFont();

function find() {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return PROGRAMS.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

function hasJapaneseFont() {
  const fonts = spawnSync('fc-list', [':lang=ja'], { encoding: 'utf8' });
  return !fonts.error && fonts.stdout.trim() !== '';
}

async function install() {
  const missing = `The browser tests need ${PACKAGES.join(' and ')}`;
  const byHand = `apt-get update && apt-get install -y --no-install-recommends ${PACKAGES.join(' ')} fontconfig`;
  const hasApt = spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0;
  if (!hasApt)
    throw new Refusal(`${missing}: install them (or name a Chromium with CHROMIUM_PATH) and run the tests again.`);
  if (process.getuid?.() !== 0)
    throw new Refusal(`${missing}. Run this once, then the tests again:\n  sudo sh -c '${byHand}'`);
  console.log('Installing Chromium for the browser tests …');
  const { code, output } = await quietly('sh', ['-c', byHand], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (code !== 0 || !isComplete())
    throw new Refusal(
      `${output.trimEnd().split('\n').slice(-10).join('\n')}\n${missing}, and installing them failed. Run this, then the tests again:\n  ${byHand}`,
    );
}
