import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { notFound } from '../platform/http/app-error.js';
import { JobQueue } from '../platform/queue/job-queue.js';
import type { CurrentUserInfo } from '../users/requires.decorator.js';
import { ImportRehearsal } from './import-rehearsal.entity.js';
import { ImportSettingsReader } from './import-settings-reader.js';
import type { ImportSettingsRequest } from './imports.dto.js';
import { importStateForbids } from './imports.errors.js';
import { ImportsService } from './imports.service.js';
import { toRehearsalResponse, type RehearsalResponse } from './preview.responses.js';
import { replaceRehearsal } from './rehearsal.queries.js';

/** Rehearsals of imports that were uploaded and not yet started: asked for here, played by a worker. */
@Injectable()
export class ImportRehearsals {
  constructor(
    private readonly db: Database,
    private readonly imports: ImportsService,
    private readonly settings: ImportSettingsReader,
    private readonly jobs: JobQueue,
  ) {}

  /** Asks for a rehearsal with these settings; one with others is replaced. */
  async ask(id: string, request: ImportSettingsRequest, user: CurrentUserInfo): Promise<RehearsalResponse> {
    const job = await this.imports.load(id);
    if (job.state !== 'uploaded') throw importStateForbids(job.state);
    const { settings } = await this.settings.read(request, user);
    await replaceRehearsal(this.db, id, randomUUID(), settings);
    await this.jobs.wake('imports.rehearse', { importId: id }, { jobId: `import-rehearse-${id}` });
    return this.find(id, user);
  }

  /** How far it is, or what it found; 404 when none was asked for. */
  async find(id: string, user: CurrentUserInfo): Promise<RehearsalResponse> {
    const rehearsal = await this.db.manager.getRepository(ImportRehearsal).findOneBy({ importId: id });
    if (!rehearsal) throw notFound('rehearsal');
    return toRehearsalResponse(rehearsal, user.locale);
  }
}
