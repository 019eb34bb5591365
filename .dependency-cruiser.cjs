// Which file may import which (ARCHITECTURE.md). The picture is the data; the rules below only spell it out.

/** server module → the modules it may enter; users, settings and platform are open to all. */
const mayImport = {
  users: [],
  settings: [],
  customers: [],
  groups: ['customers'],
  coupons: ['customers'],
  mailings: ['customers', 'groups', 'coupons'],
  'step-scenarios': ['customers', 'mailings'],
  delivery: ['customers', 'groups', 'mailings', 'step-scenarios', 'coupons'],
  tracking: ['customers', 'groups', 'step-scenarios', 'coupons', 'delivery'],
  forms: ['customers', 'groups', 'step-scenarios', 'delivery'],
  imports: ['customers', 'groups', 'step-scenarios'],
  history: [], // these four read any table, by SQL only
  reports: [],
  home: [],
  search: [],
  demo: ['customers', 'groups', 'coupons', 'mailings', 'step-scenarios', 'delivery', 'tracking', 'forms', 'imports'],
};
const READERS = ['history', 'reports', 'home', 'search'];

/** Files by which a module may be entered, and the pure rules that are doors by name. */
const DOORS = [
  '[^/]+/[^/]+\\.(service|entity|types|module|decorator)\\.ts',
  'customers/(address|field-values)\\.ts',
  'users/permissions\\.ts',
];

const SERVER = '^apps/server/src';
const MODULES = Object.keys(mayImport);
const anyOf = (names) => `(${names.join('|')})`;
const TESTS = '(^apps/server/test/|\\.(spec|fixture)\\.tsx?$|^apps/[^/]+/((test|e2e)/|playwright\\.config\\.ts$))';
// What puts the modules together: the two roles, the root modules, the list of entities, the small programs.
const ASSEMBLY = `${SERVER}/[^/]+\\.ts$`;

const arrows = MODULES.map((name) => {
  const open = READERS.includes(name) ? ['users'] : ['users', 'settings'];
  const allowed = [name, ...mayImport[name], ...open];
  return {
    name: `arrow-${name}`,
    severity: 'error',
    comment: `${name} may import: platform, ${allowed.slice(1).join(', ')}`,
    from: { path: `${SERVER}/${name}/`, pathNot: TESTS },
    to: { path: `${SERVER}/${anyOf(MODULES)}/`, pathNot: `${SERVER}/${anyOf(allowed)}/` },
  };
});

module.exports = {
  forbidden: [
    ...arrows,
    {
      name: 'front-door-only',
      severity: 'error',
      comment: `another module is entered only by ${DOORS.join(' or ')}`,
      from: { path: `${SERVER}/([^/]+)/`, pathNot: [TESTS, `${SERVER}/platform/`] },
      to: { path: `${SERVER}/${anyOf(MODULES)}/`, pathNot: [`${SERVER}/$1/`, `${SERVER}/(${DOORS.join('|')})$`] },
    },
    {
      name: 'ground-floor',
      severity: 'error',
      comment: 'settings and users stand below every module; settings take nothing but the decorators of users',
      from: { path: `${SERVER}/settings/`, pathNot: TESTS },
      to: { path: `${SERVER}/users/`, pathNot: `${SERVER}/users/[^/]+\\.decorator\\.ts$` },
    },
    {
      name: 'known-modules',
      severity: 'error',
      comment: 'a new module needs its line in mayImport',
      from: {},
      to: { path: `${SERVER}/[^/]+/`, pathNot: `${SERVER}/${anyOf([...MODULES, 'platform'])}/` },
    },
    {
      name: 'platform-knows-no-domain',
      severity: 'error',
      comment: 'platform holds mechanisms; the list of entities is handed to the data source',
      from: { path: `${SERVER}/platform/`, pathNot: TESTS },
      to: { path: SERVER, pathNot: [`${SERVER}/platform/`, `${SERVER}/entities\\.ts$`] },
    },
    {
      name: 'assembly-is-on-top',
      severity: 'error',
      comment: 'only roles and root modules import roles and root modules',
      from: { path: `${SERVER}/${anyOf(MODULES)}/`, pathNot: TESTS },
      to: { path: ASSEMBLY },
    },
    {
      name: 'api-role-consumes-no-jobs',
      severity: 'error',
      comment: 'handlers of jobs hang on *.worker.module.ts, which only the worker role reaches',
      from: { path: `${SERVER}/main\\.api\\.ts$` },
      to: { path: '\\.(processor|worker\\.module)\\.ts$', reachable: true },
    },
    {
      name: 'one-way-entities',
      severity: 'error',
      comment: 'an entity knows other entities, types and pure mechanisms, never services',
      from: { path: `${SERVER}/[^/]+/[^/]+\\.entity\\.ts$` },
      to: { path: `${SERVER}/.*\\.(service|module|controller|queries|dto)\\.ts$` },
    },
    {
      name: 'libs-are-leaves',
      severity: 'error',
      comment: 'libs know neither apps nor frameworks; a lib enters another by its package',
      from: { path: '^libs/', pathNot: TESTS },
      to: { path: ['^apps/', '(^|node_modules/)(@nestjs|typeorm|bull|ioredis|pg|react)(/|$)'] },
    },
    {
      name: 'libs-by-their-index',
      severity: 'error',
      comment: 'the inside of a lib is its own',
      from: { path: '^(apps|libs)/([^/]+)/' },
      to: { path: '^libs/[^/]+/(src|dist)/', pathNot: ['^$1/$2/', '^libs/[^/]+/(src|dist)/index\\.(d\\.)?[jt]s$'] },
    },
    {
      name: 'sandbox-stands-alone',
      severity: 'error',
      comment: 'the sandbox is what the server is tested against: neither knows the other (tests start it)',
      from: { path: '^apps/(server|ses-sandbox)/', pathNot: TESTS },
      to: { path: '^apps/(?!$1/)' },
    },
    {
      name: 'web-not-server',
      severity: 'error',
      comment: 'the dashboard knows the server by libs/api-client alone',
      from: { path: '^apps/web/', pathNot: '^apps/web/e2e/' },
      to: { path: ['^apps/(?!web/)', '^libs/(?!api-client/)'] },
    },
    {
      name: 'web-features-meet-at-the-api-file',
      severity: 'error',
      comment: 'a feature enters another by *.api.ts, *-picker.tsx, *-badge.tsx, *-actions.tsx or *-progress.tsx',
      from: { path: '^apps/web/src/features/([^/]+)/', pathNot: TESTS },
      to: {
        path: '^apps/web/src/features/',
        pathNot: ['^apps/web/src/features/$1/', '(\\.api\\.ts|-(picker|badge|actions|progress)\\.tsx)$'],
      },
    },
    {
      name: 'web-shared-is-below-features',
      severity: 'error',
      comment: 'ui, lib and locales know no feature and not the app',
      from: { path: '^apps/web/src/(ui|lib|locales)/', pathNot: TESTS },
      to: { path: '^apps/web/src/(app|features)/' },
    },
    {
      name: 'web-app-is-on-top',
      severity: 'error',
      comment: 'features do not import the app that puts them together',
      from: { path: '^apps/web/src/features/', pathNot: TESTS },
      to: { path: '^apps/web/src/app/' },
    },
    {
      name: 'no-tests-in-products',
      severity: 'error',
      comment: 'only tests and the bench import tests',
      from: { path: '^(apps|libs)/', pathNot: [].concat(TESTS, '^apps/server/bench/') },
      to: { path: TESTS },
    },
    { name: 'no-circular', severity: 'error', comment: 'files form no circle', from: {}, to: { circular: true } },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'every import leads somewhere',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    parser: 'tsc',
    doNotFollow: { path: ['node_modules', '/dist/'] },
    exclude: { path: ['/dist/', '^libs/api-client/src/schema\\.ts$', '\\.(css|svg|png)$'] },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'require', 'node', 'default'],
      mainFields: ['module', 'main', 'types'],
    },
    reporterOptions: {
      dot: { collapsePattern: '^(apps/server/src/[^/]+|apps/web/src/features/[^/]+|apps/[^/]+|libs/[^/]+)' },
    },
  },
};
