import { Transform, type Readable } from 'node:stream';
import { CsvError, detectEncoding, previewCsv, sniffDelimiter, type CsvEncoding } from '@kubari/csv';
import { Inject, Injectable } from '@nestjs/common';
import { LessThan } from 'typeorm';
import { Group } from '../groups/group.entity.js';
import { Clock } from '../platform/clock.js';
import { ENV, type Env } from '../platform/config/env.js';
import { Database } from '../platform/database/database.js';
import { AppError, invalid, notFound, type FieldError } from '../platform/http/app-error.js';
import { decodeCursor, toPage, type Page } from '../platform/http/pagination.js';
import { JobQueue } from '../platform/queue/job-queue.js';
import { Storage } from '../platform/storage/storage.js';
import { ImportJob } from './import-job.entity.js';
import type { ColumnTarget, ImportState } from './import.types.js';
import {
  toImportResponse,
  type CreateImportRequest,
  type ImportPreviewResponse,
  type ImportResponse,
  type PreviewQuery,
  type StartImportRequest,
} from './imports.dto.js';
import {
  importEmpty,
  importIsExcel,
  importResultGone,
  importStateForbids,
  importTooLarge,
  uploadIncomplete,
} from './imports.errors.js';
import { fileKeyOf, importFields } from './imports.queries.js';
import { suggestMapping } from './suggest-mapping.js';

const SAMPLE_BYTES = 262_144;

/** The life of an import up to the queue: created → uploaded → queued; the runner does the rest. */
@Injectable()
export class ImportsService {
  constructor(
    private readonly db: Database,
    private readonly storage: Storage,
    private readonly jobs: JobQueue,
    private readonly clock: Clock,
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

  /** Takes the file as it streams in, straight to storage; a broken upload leaves the import as it was. */
  async upload(id: string, content: Readable): Promise<ImportResponse> {
    const job = await this.load(id);
    if (job.state !== 'created' && job.state !== 'uploaded') throw importStateForbids(job.state);
    const watch = new UploadWatch(this.env.IMPORT_MAX_BYTES);
    const counted = content.pipe(watch);
    content.once('error', (error) => counted.destroy(error));
    content.once('aborted', () => counted.destroy(uploadIncomplete()));
    const bytes = await this.storage.put(fileKeyOf(id), counted);
    if (bytes === 0) throw importEmpty();
    if (watch.looksLikeExcel) {
      await this.storage.remove(fileKeyOf(id));
      throw importIsExcel();
    }
    const sample = await this.sample(id, bytes);
    await this.move(id, ['created', 'uploaded'], {
      state: 'uploaded',
      fileBytes: String(bytes),
      encoding: watch.encoding,
      delimiter: sniffDelimiter(sample),
    });
    return this.find(id);
  }

  /** The first rows as they would be read, and what the columns probably are (C-40, C-41). */
  async preview(id: string, query: PreviewQuery): Promise<ImportPreviewResponse> {
    const job = await this.load(id);
    if (job.state === 'created') throw importStateForbids(job.state);
    const size = Number(job.fileBytes);
    if (size === 0) throw importResultGone();
    const sample = await this.sample(id, size);
    try {
      const preview = previewCsv(sample, {
        encoding: query.encoding ?? job.encoding,
        delimiter: query.delimiter ?? job.delimiter,
        isWholeFile: sample.length === size,
      });
      if (preview.rows.length === 0) throw importEmpty();
      const fields = await this.db.rows<{ id: string; label: string; mergeKey: string }>(
        'select id, label, merge_key as "mergeKey" from customer_field where retired_at is null order by position',
      );
      const suggestion = suggestMapping(preview.rows, fields);
      return {
        encoding: preview.encoding,
        detectedEncoding: job.encoding,
        delimiter: preview.delimiter,
        rows: preview.rows,
        suggestedHasHeader: suggestion.hasHeader,
        suggestedMapping: suggestion.mapping,
      };
    } catch (error) {
      if (error instanceof CsvError)
        throw new AppError(422, `csv-${error.code}`, `Row ${error.rowNumber}: ${error.message}`);
      throw error;
    }
  }

  /** Queues the import; from here on a worker owns it. */
  async start(id: string, request: StartImportRequest): Promise<ImportResponse> {
    const job = await this.load(id);
    if (job.state !== 'uploaded') throw importStateForbids(job.state);
    const fields = await importFields(this.db);
    const problems = mappingProblems(request.mapping, new Set(fields.map((field) => field.id)));
    const group = request.groupId
      ? await this.db.manager.getRepository(Group).findOneBy({ id: request.groupId })
      : null;
    if (request.groupId && !group)
      problems.push({ field: 'groupId', code: 'group-not-found', message: 'No such group.' });
    if (problems.length > 0) throw invalid(problems);
    const { encoding, delimiter, hasHeader, mapping, overwrite, emptyCells } = request;
    await this.move(id, ['uploaded'], {
      state: 'queued',
      encoding,
      delimiter,
      hasHeader,
      mapping,
      overwrite,
      emptyCells,
      group,
    });
    await this.jobs.wake('imports.run', { importId: id }, { jobId: `import-${id}` });
    return this.find(id);
  }

  /** Stops an import at its next chunk; rows already done stay done and stay in the result. */
  async cancel(id: string): Promise<ImportResponse> {
    const now = this.clock.now();
    await this.move(id, ['uploaded', 'queued', 'running'], {
      state: 'canceled',
      finishedAt: now,
      expiresAt: new Date(now.getTime() + 10 * 86_400_000),
      leaseToken: null,
      leaseUntil: null,
    });
    return this.find(id);
  }

  /** Forgets a file that was never started. */
  async discard(id: string): Promise<void> {
    const job = await this.load(id);
    if (job.state !== 'created' && job.state !== 'uploaded') throw importStateForbids(job.state);
    await this.db.manager.getRepository(ImportJob).delete({ id, state: job.state });
    await this.storage.remove(fileKeyOf(id));
  }

  async find(id: string): Promise<ImportResponse> {
    return toImportResponse(await this.load(id));
  }

  /** Newest first; files nobody started are left out. */
  async list(cursor: string | undefined, limit: number): Promise<Page<ImportResponse>> {
    const before = cursor ? String(decodeCursor(cursor, 1)[0]) : null;
    const jobs = await this.db.manager.getRepository(ImportJob).find({
      where: before ? { id: LessThan(before) } : {},
      relations: { group: true },
      order: { id: 'DESC' },
      take: limit + 1,
    });
    return toPage(jobs, limit, toImportResponse, (job) => [job.id]);
  }

  /** What the result file needs; 410 once it is gone. */
  async resultOf(id: string): Promise<ImportJob> {
    const job = await this.load(id);
    if (job.rowCount > 0 && job.fileBytes === '0') throw importResultGone();
    if (job.state === 'created' || job.state === 'uploaded') throw importStateForbids(job.state);
    return job;
  }

  private async load(id: string): Promise<ImportJob> {
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

  private async sample(id: string, size: number): Promise<Buffer> {
    const parts: Uint8Array[] = [];
    for await (const part of this.storage.read(fileKeyOf(id), { to: Math.min(size, SAMPLE_BYTES) }))
      parts.push(part as Uint8Array);
    return Buffer.concat(parts);
  }
}

function mappingProblems(mapping: readonly ColumnTarget[], fieldIds: ReadonlySet<string>): FieldError[] {
  const problems: FieldError[] = [];
  const used = mapping.filter((target) => target !== 'ignore');
  if (!used.includes('email'))
    problems.push({
      field: 'mapping',
      code: 'email-column-missing',
      message: 'Choose the column that holds the e-mail address.',
    });
  if (new Set(used).size < used.length)
    problems.push({ field: 'mapping', code: 'column-twice', message: 'Two columns go to the same field.' });
  const unknown = used.some((target) => target !== 'email' && !fieldIds.has(target.replace(/^field:/, '')));
  if (unknown)
    problems.push({
      field: 'mapping',
      code: 'field-not-found',
      message: 'A column goes to a field that does not exist.',
    });
  return problems;
}

/** Looks at every byte on its way to storage: too many? UTF-8 to the last one (C-40)? an Excel workbook (C-31)? */
class UploadWatch extends Transform {
  private bytes = 0;
  private decoder: InstanceType<typeof TextDecoder> | null = new TextDecoder('utf-8', { fatal: true });
  private head: Buffer | null = null;

  constructor(private readonly maxBytes: number) {
    super();
  }

  /** UTF-8 when the whole file is; otherwise what Japanese Excel writes. */
  get encoding(): CsvEncoding {
    return this.decoder ? 'utf-8' : this.head && detectEncoding(this.head).bom ? 'utf-8' : 'cp932';
  }

  /** xlsx is a zip archive, xls an OLE file. */
  get looksLikeExcel(): boolean {
    const start = this.head?.subarray(0, 4).toString('hex');
    return start === '504b0304' || start === 'd0cf11e0';
  }

  override _transform(chunk: Buffer, _encoding: string, done: (error?: Error | null, data?: Buffer) => void): void {
    this.head ??= Buffer.from(chunk.subarray(0, 64));
    this.bytes += chunk.length;
    if (this.bytes > this.maxBytes) return done(importTooLarge(this.maxBytes));
    this.validate(() => this.decoder?.decode(chunk, { stream: true }));
    done(null, chunk);
  }

  override _flush(done: () => void): void {
    this.validate(() => this.decoder?.decode());
    done();
  }

  private validate(decode: () => void): void {
    try {
      decode();
    } catch {
      this.decoder = null;
    }
  }
}
