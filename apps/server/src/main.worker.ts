import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { Logger } from 'nestjs-pino';
import { boot, migrateDatabase } from './platform/boot.js';
import { WorkerModule } from './worker.module.js';

boot('worker', async (env) => {
  await migrateDatabase(env);
  const app = await NestFactory.createApplicationContext(WorkerModule.with(env), {
    bufferLogs: true,
    abortOnError: false,
  });
  app.useLogger(app.get(Logger));
  app.enableShutdownHooks();
  process.send?.({ type: 'ready' });
});
