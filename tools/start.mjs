// npm start: the whole system from built code, until Ctrl-C.
import { bootstrap, main, ROOT } from './bootstrap.mjs';
import { join, relative } from 'node:path';
import { runInstallation } from './run.mjs';

const programs = ['api', 'worker'].map((name) => ({
  name,
  args: ['--enable-source-maps', join(ROOT, `apps/server/dist/main.${name}.js`)],
}));

await main(async () => {
  await bootstrap({ build: true });
  await runInstallation({
    programs,
    onUp: ({ runtime, api, dir }) => console.log(announcement(runtime, api, dir)),
  });
});

function announcement({ dashboardUrl, docsUrl, inboxUrl, setupUrl }, api, dir) {
  const lines = [
    ['Dashboard', dashboardUrl],
    ['API documentation', docsUrl],
    inboxUrl ? ['Sandbox inbox', `${inboxUrl}   no mail leaves this machine`] : ['Mail', 'goes out through Amazon SES'],
    setupUrl
      ? ['First sign-in', `${setupUrl}   makes the first administrator, once`]
      : ['Sign in as', api.signInHint ?? 'any of your users'],
  ];
  const block = lines.map(([label, value]) => `  ${label.padEnd(19)}${value}`).join('\n');
  const folder = relative(ROOT, dir).startsWith('..') ? dir : relative(ROOT, dir);
  return `\nKubari is running.\n\n${block}\n\n  Data in ${folder}, logs in ${join(folder, 'logs')}. Ctrl-C stops everything.\n`;
}
