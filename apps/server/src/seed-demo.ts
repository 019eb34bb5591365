import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { NestFactory } from '@nestjs/core';
import { ApiModule } from './api.module.js';
import { DemoService } from './demo/demo.service.js';
import { boot, migrateDatabase } from './platform/boot.js';
import { AppError } from './platform/http/app-error.js';
import { SetupService } from './users/setup.service.js';

/** Fills the installation of the environment with demo data, and makes an administrator where there is no user. */
boot('demo data', async (env) => {
  await migrateDatabase(env);
  const app = await NestFactory.createApplicationContext(ApiModule.with({ ...env, LOG_LEVEL: 'error' }), {
    logger: false,
    abortOnError: false,
  });
  try {
    const users = app.get(SetupService, { strict: false });
    const demo = app.get(DemoService, { strict: false });
    const refusal = await demo.refusal();
    if (refusal) throw refusal;
    const password = randomBytes(9).toString('base64url');
    const made = await users.makeFirstAdministrator({ name: '管理者', email: 'admin@example.jp', password });
    const { customerCount, groupCount, deliveryCount } = await demo.load(made?.id ?? null);
    const signIn = made ? `as admin@example.jp with the password ${password}` : 'as before';
    process.stdout.write(
      `Demo data is in: ${customerCount.toLocaleString('en')} customers, ${groupCount} groups, ${deliveryCount} past deliveries, 1 draft.\n` +
        `Sign in at ${env.DASHBOARD_URL} ${signIn}\n`,
    );
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  } finally {
    await app.close();
  }
});
