import { Injectable } from '@nestjs/common';
import { Group } from '../groups/group.entity.js';
import { Database } from '../platform/database/database.js';
import { invalid } from '../platform/http/app-error.js';
import type { CurrentUserInfo } from '../users/requires.decorator.js';
import { assertPermitted, permissionsToRun } from './import-permissions.js';
import { settingsOf, settingsProblems } from './import-settings.js';
import type { ImportSettings } from './import.types.js';
import type { ImportSettingsRequest } from './imports.dto.js';
import { importFields } from './imports.queries.js';

/** Reads the settings of a request against the fields and groups there are, and what its user may do. */
@Injectable()
export class ImportSettingsReader {
  constructor(private readonly db: Database) {}

  /** 422 beside the field that is wrong; 403 when the operation needs a permission that the user does not have. */
  async read(
    request: ImportSettingsRequest,
    user: CurrentUserInfo,
  ): Promise<{ settings: ImportSettings; group: Group | null }> {
    const settings = settingsOf(request);
    const { groupId } = settings;
    assertPermitted(user, permissionsToRun(settings));
    const fieldIds = new Set((await importFields(this.db)).map((field) => field.id));
    const group = groupId === null ? null : await this.db.manager.getRepository(Group).findOneBy({ id: groupId });
    const problems = settingsProblems(settings, { fieldIds, groupExists: group !== null });
    if (problems.length > 0) throw invalid(problems);
    return { settings, group };
  }
}
