import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { NestFactory } from '@nestjs/core';
import { ApiModule } from './api.module.js';
import { readEnv } from './platform/config/env.js';
import { openApiDocument } from './platform/http/openapi.js';

/** Enough of an environment to load the modules; nothing connects to anything. */
const NOWHERE = {
  DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none',
  REDIS_URL: 'redis://127.0.0.1:9',
  SES_ENDPOINT: 'http://127.0.0.1:9',
  KUBARI_SECRET: '0'.repeat(64),
  LOG_LEVEL: 'silent',
};

/** Writes the OpenAPI document to a file. Preview mode reads the metadata of controllers without making any provider. */
async function printOpenApi(file: string): Promise<void> {
  const app = await NestFactory.create(ApiModule.with(readEnv(NOWHERE)), { preview: true, logger: false });
  writeFileSync(file, `${JSON.stringify(openApiDocument(app), null, 2)}\n`);
  process.exit(0);
}

const file = process.argv[2];
if (file === undefined) {
  process.stderr.write('Usage: print-openapi <file>\n');
  process.exit(1);
}
void printOpenApi(file);
