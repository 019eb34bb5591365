// Compiles the server, the libs and the sandbox (tsc) and the dashboard (vite), each only when its sources changed.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT, Refusal, quietly } from './bootstrap.mjs';
import { packAssets } from './pack-assets.mjs';

const LIBS = readdirSync(join(ROOT, 'libs')).map((name) => `libs/${name}`);
const COMPILED = [...LIBS, 'apps/ses-sandbox', 'apps/server'];

const PARTS = [
  {
    name: 'server',
    sources: [
      'tsconfig.json',
      'tsconfig.base.json',
      'pnpm-lock.yaml',
      ...COMPILED.flatMap((at) => [`${at}/src`, `${at}/tsconfig.json`, `${at}/package.json`]),
    ],
    product: 'apps/server/dist/main.api.js',
    run: () => quietly('node_modules/.bin/tsc', ['-b']),
    after: () => COMPILED.forEach(dropOrphans),
  },
  {
    name: 'dashboard',
    sources: [
      'pnpm-lock.yaml',
      'libs/api-client/src',
      'tools/pack-assets.mjs',
      ...['src', 'public', 'index.html', 'vite.config.ts', 'postcss.config.cjs', 'tsconfig.json', 'package.json'].map(
        (at) => `apps/web/${at}`,
      ),
    ],
    product: 'apps/web/dist/index.html',
    run: () => quietly('node_modules/.bin/vite', ['build', '--logLevel', 'warn'], { cwd: join(ROOT, 'apps/web') }),
    after: () => packAssets(join(ROOT, 'apps/web/dist')),
  },
];

/** Brings apps and libs up to date in their dist folders; both parts compile at the same time. */
export async function build() {
  const stale = PARTS.map((part) => ({
    ...part,
    stamp: join(ROOT, 'node_modules/.cache/kubari', part.name),
    wanted: fingerprint(part.sources),
  })).filter(
    (part) =>
      !(
        existsSync(join(ROOT, part.product)) &&
        existsSync(part.stamp) &&
        readFileSync(part.stamp, 'utf8') === part.wanted
      ),
  );
  if (stale.length === 0) return;
  console.log('Building …');
  const results = await Promise.all(stale.map(async (part) => ({ part, ...(await part.run()) })));
  for (const { part } of results.filter((result) => result.code === 0)) {
    await part.after?.();
    mkdirSync(dirname(part.stamp), { recursive: true });
    writeFileSync(part.stamp, part.wanted);
  }
  const failed = results.filter((result) => result.code !== 0);
  if (failed.length > 0)
    throw new Refusal(
      `${failed.map(({ output }) => output.trimEnd()).join('\n')}\nBuilding the ${failed.map(({ part }) => part.name).join(' and the ')} failed; the reason is above.`,
    );
}

/** Names, sizes and times of the sources: a few milliseconds, where asking tsc takes most of a second. */
function fingerprint(sources) {
  const hash = createHash('sha256').update(process.version);
  const visit = (path) => {
    const stats = statSync(join(ROOT, path), { throwIfNoEntry: false });
    if (!stats) return;
    if (stats.isDirectory())
      readdirSync(join(ROOT, path))
        .sort()
        .forEach((name) => visit(`${path}/${name}`));
    else hash.update(`${path} ${stats.size} ${stats.mtimeMs}\n`);
  };
  sources.forEach(visit);
  return hash.digest('hex');
}

/** tsc leaves the output of deleted sources behind; a deleted migration or entity would still be loaded. */
function dropOrphans(project) {
  const [dist, src] = [join(ROOT, project, 'dist'), join(ROOT, project, 'src')];
  if (!existsSync(dist)) return;
  for (const file of readdirSync(dist, { recursive: true })) {
    const source = /^(.*)\.(js|js\.map|d\.ts|d\.ts\.map)$/.exec(file)?.[1];
    if (source && !['.ts', '.tsx', '.js'].some((ending) => existsSync(join(src, source + ending))))
      rmSync(join(dist, file));
  }
}
