// What npm start and npm run dev share: one installation, from its data folder to its last process.
import { Refusal } from './bootstrap.mjs';
import { dataFolder, lockDataFolder, prepareDataFolder, writeRuntimeFile } from './installation.mjs';
import { onFarewell } from './supervisor.mjs';
import { chooseAddress, System } from './system.mjs';

/**
 * Runs the whole system until somebody wants it gone. `onUp({ runtime, api, system, dir })` is called once
 * everything answers, and may return a function that ends what it started itself.
 */
export async function runInstallation({ programs, onUp }) {
  const dir = dataFolder();
  prepareDataFolder(dir);
  const afterCrash = lockDataFolder(dir);
  // What a killed run left behind still needs a moment to let go of the port.
  const system = new System({ dir, ...(await chooseAddress({ patienceMs: afterCrash ? 10_000 : 0 })) });

  let farewell = false;
  let endExtras;
  const leave = async (code) => {
    endExtras?.();
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
    endExtras = onUp({ runtime, api, system, dir });
  } catch (error) {
    if (farewell) return; // half-started processes were ended on purpose
    console.error(error instanceof Refusal ? error.message : error);
    await leave(1);
  }
}
