import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { readEnv } from '../src/platform/config/env.js';
import { WorkerModule } from '../src/worker.module.js';

// The real worker role in a process of its own, so that its CPU time and memory can be read.
const env = readEnv();
NestFactory.createApplicationContext(WorkerModule.with(env), { logger: ['error'], abortOnError: false }).then(
  (app) => {
    app.enableShutdownHooks();
    process.send?.('ready');
    process.on('message', () => {
      const { user, system } = process.cpuUsage();
      process.send?.({
        cpuSeconds: (user + system) / 1e6,
        megabytes: Math.round(process.resourceUsage().maxRSS / 1000),
      });
    });
    process.on('disconnect', () => process.exit(0));
  },
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  },
);
