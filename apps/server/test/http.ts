import { rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { INestApplication } from '@nestjs/common';
import supertest from 'supertest';
import { ApiModule } from '../src/api.module.js';
import { Clock } from '../src/platform/clock.js';
import type { Env } from '../src/platform/config/env.js';
import { Database } from '../src/platform/database/database.js';
import { createHttpApp } from '../src/platform/http/http-app.js';
import { sessionCookieName } from '../src/users/session-cookie.js';
import { csrfTokenOf, hashToken, newToken } from '../src/users/session-token.js';
import { Session } from '../src/users/session.entity.js';
import { IDLE_MS } from '../src/users/sessions.service.js';
import type { User } from '../src/users/user.entity.js';
import { testDatabase, type TestDatabase } from './database.js';
import { testEnv } from './env.js';
import { aUser } from './factories.js';

export type Agent = ReturnType<typeof supertest.agent>;

/** A running API with its database; every agent keeps its own session. */
export interface TestApi {
  readonly url: string;
  readonly env: Env;
  readonly app: INestApplication;
  readonly server: Server;
  readonly db: Database;
  /** nobody */
  anonymous(): Agent;
  /** a new user with the role admin, signed in; cookie and CSRF header go along by themselves */
  asAdmin(): Promise<Agent>;
  asCreator(): Promise<Agent>;
  /** a session of that user */
  as(user: User): Promise<Agent>;
  /** the headers of a new session of that user, for requests made without an agent */
  headersOf(user: User): Promise<{ Cookie: string; 'X-CSRF-Token': string }>;
  close(): Promise<void>;
}

/** Boots the API on a free port of 127.0.0.1, over a database of its own unless one is given. */
export async function startApi(
  options: { database?: TestDatabase; clock?: Clock; env?: Partial<Env> } = {},
): Promise<TestApi> {
  const database = options.database ?? (await testDatabase());
  const env = testEnv(database.url, options.env);
  const { app, server } = await createHttpApp(ApiModule.with(env, options.clock));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const db = app.get(Database);

  const headersOf = async (user: User): Promise<{ Cookie: string; 'X-CSRF-Token': string }> => {
    const token = newToken();
    const now = app.get(Clock).now();
    await db.manager.getRepository(Session).insert({
      tokenHash: hashToken(token),
      user,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + IDLE_MS),
    });
    return {
      Cookie: `${sessionCookieName(env)}=${token}`,
      'X-CSRF-Token': csrfTokenOf(env.KUBARI_SECRET, hashToken(token)),
    };
  };

  const as = async (user: User): Promise<Agent> => {
    const agent = supertest.agent(url);
    agent.set(await headersOf(user));
    return agent;
  };

  return {
    url,
    env,
    app,
    server,
    db,
    anonymous: () => supertest.agent(url),
    asAdmin: async () => as(await aUser(db, { role: 'admin' })),
    asCreator: async () => as(await aUser(db, { role: 'creator' })),
    as,
    headersOf,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await app.close();
      await rm(env.STORAGE_DIR, { recursive: true, force: true });
      if (!options.database) await database.drop();
    },
  };
}
