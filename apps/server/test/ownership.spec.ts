import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { getMetadataArgsStorage } from 'typeorm';
import { ENTITIES } from '../src/entities.js';

const SRC = join(__dirname, '../src');

/** Tables without an entity. */
const BARE_TABLES: Readonly<Record<string, string>> = {
  customer_search: 'customers',
  customer_search_stale: 'customers',
  kubari_migration: 'platform',
};

/** demo alone may write any table; platform is migrations, which belong to everybody. */
const MAY_WRITE_ANYTHING = ['demo', 'platform'];

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
  .map((file) => ({ module: file.split(sep)[0] ?? '', path: file, text: readFileSync(join(SRC, file), 'utf8') }));

/** table or entity class → the module whose folder holds its entity */
const owners = ((): Map<string, string> => {
  const found = new Map(Object.entries(BARE_TABLES));
  for (const entity of ENTITIES) {
    const table = getMetadataArgsStorage().tables.find((args) => args.target === entity)?.name;
    const file = files.find(({ text }) => new RegExp(`^export class ${entity.name} `, 'm').test(text));
    if (!table || !file) throw new Error(`No table or file for ${entity.name}`);
    found.set(table, file.module);
    found.set(entity.name, file.module);
  }
  return found;
})();

/** `insert into x`, `update x set`, `delete from x`, `merge into x`, `truncate x`, `copy x`, and repositories of X but for a read at once. */
const WRITES =
  /\b(?:insert\s+into|delete\s+from|merge\s+into|truncate(?:\s+table)?|copy)\s+(?:only\s+)?"?([a-z_]+)"?|\bupdate\s+(?:only\s+)?"?([a-z_]+)"?(?:\s+(?:as\s+)?[a-z_]+)?\s+set\b|getRepository\(\s*([A-Z]\w+)\b(?!\s*\)\s*\.(?:find|exists|count|createQueryBuilder\('))|@InjectRepository\(\s*([A-Z]\w+)\b/gi;

function writesIn(text: string): string[] {
  return [...text.matchAll(WRITES)].map((match) => match.slice(1).find((name) => name !== undefined) ?? '');
}

describe('only the owner writes a table', () => {
  test('the pattern sees the ways of writing', () => {
    const text = `insert into customer (a) select 1; update delivery_batch b set x = 1; delete from setting where true;
      UPDATE app_user
        set y = 2; copy customer from stdin; this.db.manager.getRepository(Group).save(x);
      tx.getRepository(Role)
        .findOneBy({ id })`;
    expect(writesIn(text)).toEqual(['customer', 'delivery_batch', 'setting', 'app_user', 'customer', 'Group']);
  });

  test('every table has an owner', () => {
    expect(owners.get('delivery_recipient')).toBe('delivery');
    expect(owners.get('delivery_group')).toBe('groups');
    expect(owners.size).toBeGreaterThan(40);
  });

  test('no module writes another one’s table', () => {
    const trespasses = files
      .filter(({ module }) => !MAY_WRITE_ANYTHING.includes(module))
      .flatMap(({ module, path, text }) =>
        writesIn(text)
          .filter((name) => owners.has(name) && owners.get(name) !== module)
          .map((name) => `${relative(SRC, join(SRC, path))} writes ${name} of ${owners.get(name)}`),
      );
    expect(trespasses).toEqual([]);
  });
});
