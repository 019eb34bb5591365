import { Injectable } from '@nestjs/common';
import { QueryFailedError } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { invalidField, notFound } from '../platform/http/app-error.js';
import { decodeCursor, malformedCursor, toPage, type Page } from '../platform/http/pagination.js';
import { CustomerSearchService, type ConditionTree, type ReviewedConditions } from './customer-search.service.js';
import { partsOf } from './search/conditions.js';
import { Segment } from './segment.entity.js';
import { readNamesLike, readSegments, type SegmentRow } from './segments.queries.js';

/** Of a name that is copied, so that its number still fits. */
const LONGEST_COPIED = 92;

/** A segment and its conditions in words. */
export interface SegmentView {
  readonly segment: SegmentRow;
  readonly words: ReviewedConditions;
}

/** Conditions under a name (セグメント). Who uses one takes a copy of its conditions, so none is ever in the way. */
@Injectable()
export class SegmentsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly search: CustomerSearchService,
  ) {}

  /** By name. */
  async page(cursor: string | undefined, limit: number): Promise<Page<SegmentView>> {
    const rows = await readSegments(this.db.manager, { afterName: readNameCursor(cursor), limit: limit + 1 });
    const page = toPage(
      rows,
      limit,
      (row) => row,
      (row) => [row.name],
    );
    return { items: await this.withWords(page.items), nextCursor: page.nextCursor };
  }

  /** 404 when there is none. */
  async get(id: string): Promise<SegmentView> {
    const [view] = await this.withWords(await readSegments(this.db.manager, { id, limit: 1 }));
    if (!view) throw notFound('segment');
    return view;
  }

  /** 422 when the name is taken or the conditions make no sense. */
  async create(input: { name: string; conditions: unknown }, userId: string): Promise<SegmentView> {
    const conditions = await this.readConditions(input.conditions);
    return this.insert({ name: input.name, conditions, createdBy: userId });
  }

  /** Changes what is given; lists that use the segment show the new one from now on, deliveries keep their copy. */
  async update(id: string, input: { name?: string; conditions?: unknown }): Promise<SegmentView> {
    const conditions = input.conditions === undefined ? null : await this.readConditions(input.conditions);
    const segments = this.db.manager.getRepository(Segment);
    const { affected } = await refuseTaken(
      segments.update(
        { id },
        {
          ...(input.name === undefined ? {} : { name: input.name }),
          ...(conditions === null ? {} : { conditions: conditions as object }),
          updatedAt: this.clock.now(),
        },
      ),
    );
    if (affected === 0) throw notFound('segment');
    return this.get(id);
  }

  /** A copy under the next free name: 「名前 (2)」. */
  async duplicate(id: string, userId: string): Promise<SegmentView> {
    const { segment } = await this.get(id);
    const name = segment.name.slice(0, LONGEST_COPIED);
    const taken = await readNamesLike(this.db.manager, name);
    let n = 2;
    while (taken.has(`${name} (${n})`)) n += 1;
    return this.insert({ name: `${name} (${n})`, conditions: segment.conditions, createdBy: userId });
  }

  async remove(id: string): Promise<void> {
    const { affected } = await this.db.manager.getRepository(Segment).delete({ id });
    if (affected === 0) throw notFound('segment');
  }

  /** How many customers are in it now; null when that takes too long. 422 when it can no longer be used. */
  async count(id: string): Promise<number | null> {
    await this.get(id);
    return this.search.countQuickly(await this.search.read({ segmentId: id }));
  }

  /** A segment of everybody would say nothing; it is more likely a mistake. */
  private async readConditions(input: unknown): Promise<ConditionTree> {
    const tree = await this.search.readConditions(input);
    if (partsOf(tree).nodes.length === 0) throw invalidField('conditions', 'empty-group', 'needs a condition');
    return tree;
  }

  private async insert(row: { name: string; conditions: object; createdBy: string }): Promise<SegmentView> {
    const now = this.clock.now();
    const { identifiers } = await refuseTaken(
      this.db.manager.getRepository(Segment).insert({ ...row, createdAt: now, updatedAt: now }),
    );
    return this.get(String(identifiers[0]?.['id']));
  }

  private async withWords(rows: readonly SegmentRow[]): Promise<SegmentView[]> {
    const words = await this.search.review(rows.map((row) => row.conditions));
    return rows.flatMap((segment, i) => {
      const ofSegment = words[i];
      return ofSegment ? [{ segment, words: ofSegment }] : [];
    });
  }
}

function readNameCursor(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  const [name] = decodeCursor(cursor, 1);
  if (typeof name !== 'string') throw malformedCursor();
  return name;
}

/** The database decides who was first; the loser learns it beside the name. */
async function refuseTaken<T>(write: Promise<T>): Promise<T> {
  return write.catch((error: unknown) => {
    const constraint = error instanceof QueryFailedError && (error.driverError as { constraint?: unknown }).constraint;
    if (constraint === 'segment_name_key') throw invalidField('name', 'name-taken', 'Another segment has this name.');
    throw error;
  });
}
