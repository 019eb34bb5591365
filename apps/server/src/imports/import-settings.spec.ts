import { describe, expect, test } from '@jest/globals';
import { settingsOf, settingsProblems } from './import-settings.js';
import type { ImportSettingsRequest } from './imports.dto.js';

const request = (changes: Partial<ImportSettingsRequest> = {}): ImportSettingsRequest => ({
  encoding: 'utf-8',
  delimiter: ',',
  hasHeader: true,
  mapping: ['email', 'field:1', 'ignore'],
  overwrite: true,
  emptyCells: 'blank',
  ...changes,
});
const problems = (changes: Partial<ImportSettingsRequest>, groupExists = true): string[] =>
  settingsProblems(settingsOf(request(changes)), { fieldIds: new Set(['1']), groupExists }).map(({ code }) => code);

describe('settings of an import', () => {
  test('without a word about it rows are registered, in the database or in the group that is named', () => {
    expect(settingsOf(request())).toMatchObject({ operation: 'register', target: 'database', groupId: null });
    expect(settingsOf(request({ groupId: '7' }))).toMatchObject({ target: 'group', groupId: '7' });
  });

  test('only registering overwrites', () => {
    expect(settingsOf(request())).toMatchObject({ overwrite: true, emptyCells: 'blank' });
    expect(settingsOf(request({ operation: 'stop', groupId: '7' }))).toMatchObject({
      overwrite: false,
      emptyCells: 'keep',
    });
  });

  test('C-33 states belong to a group; a deletion does not need one', () => {
    expect(problems({ operation: 'stop' })).toEqual(['operation-needs-group']);
    expect(problems({ operation: 'delete' })).toEqual([]);
    expect(problems({ operation: 'delete', groupId: '7' })).toEqual([]);
  });

  test('a deletion with a group never reaches the database by mistake', () => {
    expect(problems({ operation: 'delete', target: 'database', groupId: '7' })).toEqual(['target-has-no-group']);
    expect(problems({ operation: 'delete', target: 'group' })).toEqual(['required']);
    expect(problems({ operation: 'delete', groupId: '7' }, false)).toEqual(['group-not-found']);
  });

  test('a mapping needs the address, once, and fields that exist', () => {
    expect(problems({ mapping: ['ignore'] })).toEqual(['email-column-missing']);
    expect(problems({ mapping: ['email', 'field:1', 'field:1'] })).toEqual(['column-twice']);
    expect(problems({ mapping: ['email', 'field:2'] })).toEqual(['field-not-found']);
  });
});
