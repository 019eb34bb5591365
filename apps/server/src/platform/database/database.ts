import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import type { Pool, PoolClient } from 'pg';

/** The door to PostgreSQL: rows by TypeORM, sets by SQL, transactions explicit (docs/decisions/003). */
@Injectable()
export class Database {
  constructor(readonly dataSource: DataSource) {}

  /** For single statements outside a transaction. */
  get manager(): EntityManager {
    return this.dataSource.manager;
  }

  /** Runs `work` in one transaction; an exception rolls it back. Use only the `tx` given inside. */
  tx<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(work);
  }

  /** Rows of one statement outside a transaction. */
  rows<Row>(sql: string, params: readonly unknown[] = []): Promise<Row[]> {
    return rowsOf<Row>(this.manager, sql, params);
  }

  /** The pg pool itself: for named (prepared) statements on hot paths, COPY and streams. */
  get pool(): Pool {
    return (this.dataSource.driver as unknown as { master: Pool }).master;
  }

  /** Lends one pg connection with an open transaction, for COPY; commits when `work` returns, rolls back when it throws. */
  async withClientTx<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      const result = await work(client);
      await client.query('commit');
      client.release();
      return result;
    } catch (error) {
      await client.query('rollback').then(
        () => client.release(),
        () => client.release(true),
      );
      throw error;
    }
  }
}

/** Rows of any statement, UPDATE … RETURNING included (TypeORM's own query() wraps those in a pair). */
export async function rowsOf<Row>(em: EntityManager, sql: string, params: readonly unknown[] = []): Promise<Row[]> {
  const runner = em.queryRunner ?? em.dataSource.createQueryRunner();
  try {
    const result = await runner.query(sql, [...params], true);
    return result.records as Row[];
  } finally {
    if (!em.queryRunner) await runner.release();
  }
}

/** Where a statement runs, and with it the transaction: TypeORM's, or that of a borrowed pg connection. */
export type RunsIn = EntityManager | PoolClient;

/** Rows of one statement, wherever the caller's transaction is; with a name, a pg connection prepares it once. */
export async function rowsIn<Row>(
  where: RunsIn,
  sql: string,
  params: readonly unknown[] = [],
  name?: string,
): Promise<Row[]> {
  if (where instanceof EntityManager) return rowsOf<Row>(where, sql, params);
  const { rows } = await where.query({ ...(name === undefined ? {} : { name }), text: sql, values: [...params] });
  return rows as Row[];
}
