import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { ApiModule } from './api.module.js';
import { boot, migrateDatabase } from './platform/boot.js';
import { createHttpApp } from './platform/http/http-app.js';
import { SetupService } from './users/setup.service.js';

boot('api', async (env) => {
  await migrateDatabase(env);
  const { app, server } = await createHttpApp(ApiModule.with(env));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(env.PORT, env.HOST, resolve);
  });
  const stop = (): void => {
    server.close();
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 3000).unref();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  const { port } = server.address() as AddressInfo;
  const invitation = await app.get(SetupService).invite();
  process.send?.({ type: 'ready', url: env.DASHBOARD_URL, port, ...invitation });
});
