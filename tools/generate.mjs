// The files that are generated from code and committed:
//   node tools/generate.mjs api-client|env-example [--check]   writes them; with --check only says which are stale.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bootstrap, main, quietly, Refusal, ROOT } from './bootstrap.mjs';

const OPENAPI = 'libs/api-client/openapi.json';
const SCHEMA = 'libs/api-client/src/schema.ts';
const ENV_EXAMPLE = '.env.example';

export const GENERATED = [
  { name: 'api-client', command: 'npm run api:client', make: makeApiClient },
  { name: 'env-example', command: 'npm run env:example', make: makeEnvExample },
];

/** openapi.json from the booted (not listening, database-less) api, and the types of its client. */
async function makeApiClient() {
  const folder = mkdtempSync(join(tmpdir(), 'kubari-openapi-'));
  try {
    const document = join(folder, 'openapi.json');
    await must(process.execPath, ['apps/server/dist/print-openapi.js', document]);
    const types = join(folder, 'schema.ts');
    await must('libs/api-client/node_modules/.bin/openapi-typescript', [document, '--output', types]);
    return { [OPENAPI]: readFileSync(document, 'utf8'), [SCHEMA]: readFileSync(types, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** .env.example from the one list of environment variables. */
function makeEnvExample() {
  const { ENV_DOCS } = createRequire(import.meta.url)(join(ROOT, 'apps/server/dist/platform/config/env.js'));
  const head =
    '# Generated from apps/server/src/platform/config/env.ts by `npm run env:example`; do not edit.\n# `npm start` needs none of these: it sets what it must.\n';
  const entries = ENV_DOCS.map(({ name, default: fallback, doc }) => `\n# ${doc}\n# ${name}=${fallback}\n`);
  return { [ENV_EXAMPLE]: head + entries.join('') };
}

async function must(command, args) {
  const { code, output } = await quietly(command, args);
  if (code !== 0) throw new Refusal(`${output.trimEnd()}\nThe command failed: ${[command, ...args].join(' ')}`);
}

/** Throws a Refusal that names the stale files of one kind, if there are any. */
export async function refuseStale({ make, command }) {
  const stale = staleOf(await make());
  if (stale.length > 0) throw new Refusal(`Stale: ${stale.join(', ')}. Run: ${command}`);
}

function staleOf(files) {
  const current = (path) => (existsSync(join(ROOT, path)) ? readFileSync(join(ROOT, path), 'utf8') : undefined);
  return Object.keys(files).filter((path) => current(path) !== files[path]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(async () => {
    const kind = GENERATED.find(({ name }) => name === process.argv[2]);
    if (!kind)
      throw new Refusal(`Usage: node tools/generate.mjs ${GENERATED.map(({ name }) => name).join('|')} [--check]`);
    await bootstrap();
    await must('node_modules/.bin/tsc', ['-b', 'apps/server']); // not everything: the rest may need what is written here
    if (process.argv.includes('--check')) return refuseStale(kind);
    const files = await kind.make();
    for (const path of staleOf(files)) {
      writeFileSync(join(ROOT, path), files[path]);
      console.log(`Wrote ${path}`);
    }
  });
}
