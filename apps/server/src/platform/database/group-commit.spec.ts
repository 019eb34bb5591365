import { describe, expect, test } from '@jest/globals';
import { GroupCommit } from './group-commit.js';

/** A write that lasts until the test lets it end. */
function writes() {
  const seen: string[][] = [];
  const ends: { done: () => void; fail: (error: Error) => void }[] = [];
  const write = (items: readonly string[]): Promise<void> => {
    seen.push([...items]);
    return new Promise((done, fail) => ends.push({ done, fail }));
  };
  return { seen, ends, write };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

describe('group commit', () => {
  test('what comes while a write is under way shares the next one', async () => {
    const { seen, ends, write } = writes();
    const commits = new GroupCommit(write, { most: 10, concurrency: 1 });
    const first = commits.add('a');
    await turn();
    const rest = [commits.add('b'), commits.add('c')];
    await turn();
    expect(seen).toEqual([['a']]);
    ends[0]?.done();
    await first;
    await turn();
    expect(seen).toEqual([['a'], ['b', 'c']]);
    ends[1]?.done();
    await Promise.all(rest);
  });

  test('nobody is told of a commit before it is there', async () => {
    const { ends, write } = writes();
    const commits = new GroupCommit(write, { most: 10, concurrency: 1 });
    let told = false;
    const added = commits.add('a').then(() => (told = true));
    await turn();
    expect(told).toBe(false);
    ends[0]?.done();
    await added;
    expect(told).toBe(true);
  });

  test('a failed write fails those in it, and no others', async () => {
    const { ends, write } = writes();
    const commits = new GroupCommit(write, { most: 2, concurrency: 1 });
    const results = Promise.allSettled([commits.add('a'), commits.add('b'), commits.add('c')]);
    await turn();
    ends[0]?.fail(new Error('no'));
    await turn();
    ends[1]?.done();
    expect((await results).map((r) => r.status)).toEqual(['rejected', 'rejected', 'fulfilled']);
  });

  test('no write takes more than its limit, and no more run at once than allowed', async () => {
    const { seen, ends, write } = writes();
    const commits = new GroupCommit(write, { most: 2, concurrency: 2 });
    const all = Promise.all(['a', 'b', 'c', 'd', 'e'].map((item) => commits.add(item)));
    await turn();
    await turn();
    expect(seen).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    expect(commits.waitingCount).toBe(1);
    for (const { done } of ends) done();
    await turn();
    ends[2]?.done();
    await all;
    expect(seen[2]).toEqual(['e']);
  });
});
