// Three projects: `server` (server, libs, sandbox on node) and `web` (jsdom). Run through tools/test.mjs, which brings the servers.
const legacy = { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false };
const cjs = { module: { type: 'commonjs' }, sourceMaps: 'inline' };
// Nest 12 (and a few others) ship ES modules only; jest on Node 20 cannot require() them, so swc turns them into CommonJS.
const esmOnly = ['@nestjs\\+', 'nestjs-pino@', 'file-type@', 'strtok3@', 'token-types@', 'uint8array-extras@', '@tokenizer\\+', '@borewit\\+', 'load-esm@', 'htmlparser2@', 'domhandler@', 'domutils@', 'dom-serializer@', 'domelementtype@', 'entities@'];
const lib = (name) => [`^@kubari/${name}$`, `<rootDir>/libs/${name}/src/index.ts`];
const libs = Object.fromEntries(['csv', 'link-token', 'mail-render', 'mailer', 'api-client'].map(lib));

module.exports = {
  testTimeout: 30_000, // of all projects; a project's own is not heeded
  projects: [
    {
      displayName: 'server',
      testEnvironment: 'node',
      roots: ['<rootDir>/apps/server', '<rootDir>/apps/ses-sandbox', '<rootDir>/libs'],
      testRegex: '\\.spec\\.ts$',
      moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json'],
      transform: {
        '^.+\\.ts$': ['@swc/jest', { ...cjs, jsc: { target: 'es2023', parser: { syntax: 'typescript', decorators: true }, transform: legacy, keepClassNames: true } }],
        '^.+\\.m?js$': ['@swc/jest', { ...cjs, jsc: { target: 'es2023', parser: { syntax: 'ecmascript' } } }],
      },
      transformIgnorePatterns: [`/node_modules/\\.pnpm/(?!(${esmOnly.join('|')}))`],
      moduleNameMapper: { ...libs, '^@kubari/ses-sandbox$': '<rootDir>/apps/ses-sandbox/src/index.ts', '^(\\.{1,2}/.*)\\.js$': ['$1.js', '$1'] },
      modulePathIgnorePatterns: ['<rootDir>/(apps|libs)/[^/]+/dist/'],
    },
    {
      displayName: 'web',
      testEnvironment: '<rootDir>/apps/web/test/environment.cjs',
      roots: ['<rootDir>/apps/web/src'],
      testRegex: '\\.spec\\.tsx?$',
      setupFilesAfterEnv: ['<rootDir>/apps/web/test/setup.ts'],
      moduleNameMapper: { ...libs, '\\.module\\.css$': '<rootDir>/apps/web/test/css-module.cjs', '\\.css$': '<rootDir>/apps/web/test/empty.cjs' },
      transform: { '\\.[cm]?[jt]sx?$': ['@swc/jest', { ...cjs, jsc: { target: 'es2022', parser: { syntax: 'typescript', tsx: true }, transform: { react: { runtime: 'automatic' } } } }] },
      transformIgnorePatterns: ['/node_modules/\\.pnpm/(?!(@tanstack|@tabler|openapi-fetch|react-dropzone|attr-accept|file-selector|until-async|rettime))'],
    },
  ],
};
