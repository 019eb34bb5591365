import type { Readable } from 'node:stream';
import { sniffDelimiter } from '@kubari/csv';
import { Inject, Injectable } from '@nestjs/common';
import { LessThan, Not } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { ENV, type Env } from '../platform/config/env.js';
import { Database } from '../platform/database/database.js';
import { decodeIdCursor, toPage, type Page } from '../platform/http/pagination.js';
import { JobQueue } from '../platform/queue/job-queue.js';
import { Storage } from '../platform/storage/storage.js';
import type { CurrentUserInfo } from '../users/requires.decorator.js';
import { ImportJob } from './import-job.entity.js';
import { assertPermitted, permissionsToRun, permissionsToUndo } from './import-permissions.js';
import { ImportPreview } from './import-preview.js';
import { ImportSettingsReader } from './import-settings-reader.js';
import { countUndo, countUndoChunks } from './import-undo.queries.js';
import { RESULT_DAYS, type ImportState } from './import.types.js';
import type { CreateImportRequest, PreviewQuery, StartImportRequest } from './imports.dto.js';
import {
  importEmpty,
  importIsExcel,
  importResultGone,
  importStateForbids,
  importTooLarge,
  importUndoEmpty,
  importUndoTooLate,
  uploadIncomplete,
} from './imports.errors.js';
import { discardImport, newFileKey, readUserNames, takeUpload } from './imports.queries.js';
import { toImportResponse, undoUntil, type ImportResponse } from './imports.responses.js';
import { AppError, notFound } from '../platform/http/app-error.js';
import type { ImportPreviewResponse, UndoScopeResponse } from './preview.responses.js';
import { UploadWatch } from './upload-watch.js';

/** The life of an import as its user steers it: created → uploaded → queued, canceled, undone; workers do the rest. */
@Injectable()
export class ImportsService {
  constructor(
    private readonly db: Database,
    private readonly storage: Storage,
    private readonly jobs: JobQueue,
    private readonly clock: Clock,
    private readonly previews: ImportPreview,
    private readonly settings: ImportSettingsReader,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** Announces a file. */
  async create(request: CreateImportRequest, userId: string): Promise<ImportResponse> {
    if (request.fileBytes > this.env.IMPORT_MAX_BYTES) throw importTooLarge(this.env.IMPORT_MAX_BYTES);
    const imports = this.db.manager.getRepository(ImportJob);
    const job = imports.create({ state: 'created', fileName: request.fileName, encoding: 'utf-8', createdBy: userId });
    const { id } = await imports.save(job);
    return this.find(id);
  }

  /**
   * Takes the file as it streams in, straight to storage. One more upload is a file of its own and takes the place of the
   * one before when it is whole; if it is not, or the import was started meanwhile, that one stays.
   */
  async upload(id: string, content: Readable): Promise<ImportResponse> {
    const job = await this.load(id);
    if (job.state !== 'created' && job.state !== 'uploaded') throw importStateForbids(job.state);
    const watch = new UploadWatch(this.env.IMPORT_MAX_BYTES);
    const counted = content.pipe(watch);
    counted.on('error', () => undefined); // put tells; it may come before storage listens
    content.once('error', (error) => counted.destroy(error));
    content.once('aborted', () => counted.destroy(uploadIncomplete()));
    const key = newFileKey(id);
    const bytes = await this.storage.put(key, counted);
    try {
      const replacedKey = await this.take(id, key, { bytes, watch });
      if (replacedKey !== null) await this.storage.remove(replacedKey);
    } catch (error) {
      // where it is not certain whether the row names the file, the sweep finds out
      if (error instanceof AppError) await this.storage.remove(key);
      throw error;
    }
    return this.find(id);
  }

  /** Makes a file that came in the import's; returns the one it replaces. */
  private async take(
    id: string,
    key: string,
    { bytes, watch }: { bytes: number; watch: UploadWatch },
  ): Promise<string | null> {
    if (bytes === 0) throw importEmpty();
    if (watch.looksLikeExcel) throw importIsExcel();
    const delimiter = sniffDelimiter(await this.previews.sample(key, bytes));
    const taken = await takeUpload(this.db, id, { key, bytes, encoding: watch.encoding, delimiter });
    if (!taken) throw importStateForbids((await this.load(id)).state);
    return taken.replacedKey;
  }

  /** The first rows as they would be read, and what the columns probably are (C-40, C-41). */
  async preview(id: string, query: PreviewQuery): Promise<ImportPreviewResponse> {
    const job = await this.load(id);
    if (job.state === 'created') throw importStateForbids(job.state);
    return this.previews.look(job, query);
  }

  /** Queues the import; from here on a worker owns it. */
  async start(id: string, request: StartImportRequest, user: CurrentUserInfo): Promise<ImportResponse> {
    const job = await this.load(id);
    if (job.state !== 'uploaded') throw importStateForbids(job.state);
    const { settings, group } = await this.settings.read(request, user);
    const { operation, target, encoding, delimiter, hasHeader, mapping, overwrite, emptyCells } = settings;
    const consent = operation === 'register' ? (request.consent ?? null) : null;
    await this.move(id, ['uploaded'], {
      state: 'queued',
      operation,
      target,
      group,
      encoding,
      delimiter,
      hasHeader,
      mapping: [...mapping],
      overwrite,
      emptyCells,
      consentBasis: consent?.basis ?? null,
      consentNote: consent?.note ?? '',
      report: request.report ?? 'always',
      headerSignature: await this.previews.signature(job, settings),
      createdBy: user.id,
    });
    await this.jobs.wake('imports.run', { importId: id }, { jobId: `import-${id}` });
    return this.find(id);
  }

  /** Stops an import at its next chunk; rows already done stay done and stay in the result. */
  async cancel(id: string, user: CurrentUserInfo): Promise<ImportResponse> {
    assertPermitted(user, permissionsToRun(await this.load(id)));
    const now = this.clock.now();
    await this.move(id, ['uploaded', 'queued', 'running'], {
      state: 'canceled',
      finishedAt: now,
      expiresAt: new Date(now.getTime() + RESULT_DAYS * 86_400_000),
      leaseToken: null,
      leaseUntil: null,
    });
    return this.find(id);
  }

  /** What an undo would take back, in numbers. */
  async undoScope(id: string): Promise<UndoScopeResponse> {
    await this.load(id);
    return countUndo(this.db, id);
  }

  /** Asks for everything to be taken back that has not changed since; a worker does it. */
  async undo(id: string, user: CurrentUserInfo): Promise<ImportResponse> {
    const job = await this.load(id);
    assertPermitted(user, permissionsToUndo(job));
    const until = undoUntil(job);
    if (until === null && job.state !== 'finished' && job.state !== 'failed' && job.state !== 'canceled')
      throw importStateForbids(job.state);
    if (until !== null && until < this.clock.now()) throw importUndoTooLate();
    const chunks = await countUndoChunks(this.db, id);
    if (until === null || chunks === 0) throw importUndoEmpty();
    await this.move(id, [job.state], {
      state: 'undoing',
      stateBeforeUndo: job.state,
      undoFailure: null,
      tryCount: 0,
      undoneBy: user.id,
      undoChunkCount: chunks,
      leaseToken: null,
      leaseUntil: null,
    });
    await this.jobs.wake('imports.undo', { importId: id }, { jobId: `import-undo-${id}` });
    return this.find(id);
  }

  /** Forgets a file that was never started. */
  async discard(id: string): Promise<void> {
    const gone = await discardImport(this.db, id);
    if (!gone) throw importStateForbids((await this.load(id)).state);
    if (gone.fileKey !== null) await this.storage.remove(gone.fileKey);
  }

  async find(id: string): Promise<ImportResponse> {
    const job = await this.load(id);
    const names = await readUserNames(this.db, [job]);
    const isHalfUndone = job.state === 'undoing' || job.undoFailure !== null;
    const undoChunksLeft = isHalfUndone ? await countUndoChunks(this.db, id) : 0;
    return toImportResponse(job, { names, undoChunksLeft });
  }

  /** Newest first; what was announced and has no file yet is left out. */
  async list(cursor: string | undefined, limit: number): Promise<Page<ImportResponse>> {
    const before = decodeIdCursor(cursor);
    const jobs = await this.db.manager.getRepository(ImportJob).find({
      where: { state: Not('created'), ...(before ? { id: LessThan(before) } : {}) },
      relations: { group: true },
      order: { id: 'DESC' },
      take: limit + 1,
    });
    const names = await readUserNames(this.db, jobs);
    return toPage(
      jobs,
      limit,
      (job) => toImportResponse(job, { names, undoChunksLeft: 0 }),
      (job) => [job.id],
    );
  }

  /** What the result file needs; 410 once it is gone. */
  async resultOf(id: string): Promise<ImportJob> {
    const job = await this.load(id);
    if (job.rowCount > 0 && job.fileBytes === '0') throw importResultGone();
    if (job.state === 'created' || job.state === 'uploaded') throw importStateForbids(job.state);
    return job;
  }

  /** 404 when there is none. */
  async load(id: string): Promise<ImportJob> {
    const job = await this.db.manager.getRepository(ImportJob).findOne({ where: { id }, relations: { group: true } });
    if (!job) throw notFound('import');
    return job;
  }

  /** A guarded move: somebody else may have moved it since it was read. */
  private async move(id: string, from: readonly ImportState[], changes: Partial<ImportJob>): Promise<void> {
    const { affected } = await this.db.manager
      .createQueryBuilder()
      .update(ImportJob)
      .set(changes)
      .where('id = :id and state = any(:from)', { id, from })
      .execute();
    if (affected !== 1) throw importStateForbids((await this.load(id)).state);
  }
}
