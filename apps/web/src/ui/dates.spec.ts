import { expect, test } from '@jest/globals';
import { readDay } from './dates';

test('a day is read in the ways Japanese users write it', () => {
  for (const text of ['1985/4/1', '1985-04-01', '19850401', '1985年4月1日', '１９８５/４/１', ' 1985.4.1 '])
    expect(readDay(text)).toBe('1985-04-01');
});

test('what is no day is not turned into a neighbouring one', () => {
  for (const text of ['2026/02/30', '2026/13/01', '4/1', 'あした', '']) expect(readDay(text)).toBeNull();
});
