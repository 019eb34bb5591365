import { describe, expect, test } from '@jest/globals';
import { breakerVerdict } from './breaker-verdict.js';

describe('when a delivery must stop (sending.md §2.6)', () => {
  test.each([
    [{ accepted: 200, hard: 11, complained: 0, rejected: 0 }, 'too-many-bounces'],
    [{ accepted: 200, hard: 10, complained: 0, rejected: 0 }, undefined],
    [{ accepted: 199, hard: 150, complained: 9, rejected: 0 }, undefined],
    [{ accepted: 1000, hard: 0, complained: 4, rejected: 0 }, 'too-many-complaints'],
    [{ accepted: 1000, hard: 0, complained: 3, rejected: 0 }, undefined],
    [{ accepted: 1, hard: 0, complained: 0, rejected: 1 }, 'rejected-content'],
  ])('%j → %s', (results, reason) => {
    expect(breakerVerdict(results)?.reason).toBe(reason);
  });
});
