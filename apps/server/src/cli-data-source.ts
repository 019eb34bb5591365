import { createDataSource } from './platform/database/data-source.js';
import { readDatabaseEnv } from './platform/config/env.js';

/** For the TypeORM command line only (`npm run db:migration`). */
export const cliDataSource = createDataSource(readDatabaseEnv());
