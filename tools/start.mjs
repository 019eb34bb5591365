// npm start: the whole system from built code, until Ctrl-C.
import { bootstrap, main, Refusal, ROOT } from './bootstrap.mjs';
import { join, relative } from 'node:path';
import { dataFolder, lockDataFolder, prepareDataFolder, writeRuntimeFile } from './installation.mjs';
import { onFarewell } from './supervisor.mjs';
import { chooseAddress, System } from './system.mjs';

const programs = ['api', 'worker'].map((name) => ({
  name,
  args: ['--enable-source-maps', join(ROOT, `apps/server/dist/main.${name}.js`)],
}));

await main(async () => {
  await bootstrap({ build: true });
  const dir = dataFolder();
  prepareDataFolder(dir);
  const afterCrash = lockDataFolder(dir);
  // What a killed run left behind still needs a moment to let go of the port.
  const system = new System({ dir, ...(await chooseAddress({ patienceMs: afterCrash ? 10_000 : 0 })) });

  let farewell = false;
  const leave = async (code) => {
    await system.stop();
    process.exit(code);
  };
  onFarewell(async () => {
    farewell = true;
    console.log('\nStopping …');
    await leave(0);
  });

  try {
    await system.startServices();
    const { api } = await system.startPrograms(programs);
    const { DASHBOARD_URL: dashboardUrl, PUBLIC_URL: publicUrl } = system.settings;
    const runtime = {
      dashboardUrl,
      publicUrl,
      docsUrl: `${dashboardUrl}/docs`,
      inboxUrl: system.inboxUrl,
      setupUrl: api.setupUrl,
      settings: system.settings,
    };
    writeRuntimeFile(dir, runtime);
    console.log(announcement(runtime, api, relative(ROOT, dir) || dir));
  } catch (error) {
    if (farewell) return; // half-started processes were ended on purpose
    console.error(error instanceof Refusal ? error.message : error);
    await leave(1);
  }
});

function announcement({ dashboardUrl, docsUrl, inboxUrl, setupUrl }, api, folder) {
  const signIn = setupUrl
    ? [['First sign-in', `${setupUrl}   makes the first administrator, once`]]
    : [['Sign in', api.signInHint ?? `${dashboardUrl}/sign-in`]];
  const lines = [
    ['Dashboard', dashboardUrl],
    ['API documentation', docsUrl],
    inboxUrl ? ['Sandbox inbox', `${inboxUrl}   no mail leaves this machine`] : ['Mail', 'goes out through Amazon SES'],
    ...signIn,
  ];
  const block = lines.map(([label, value]) => `  ${label.padEnd(19)}${value}`).join('\n');
  return `\nKubari is running.\n\n${block}\n\n  Data in ${folder}, logs in ${join(folder, 'logs')}. Ctrl-C stops everything.\n`;
}
