import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { CustomerSearchService, type ConditionTree } from '../customers/customer-search.service.js';
import { SegmentsService } from '../customers/segments.service.js';
import type { AudienceFilter } from './planning.queries.js';

/** The conditions a delivery was given, ready to be stored with it; all null: the whole group. */
export interface ChosenFilter {
  readonly tree: ConditionTree | null;
  readonly sentence: { readonly ja: string; readonly en: string } | null;
  readonly segmentName: string | null;
}

const WHOLE_GROUP: ChosenFilter = { tree: null, sentence: null, segmentName: null };

/** The search conditions that narrow a delivery's group: checked when they come in, compiled when they are needed. */
@Injectable()
export class AudienceFilters {
  constructor(
    private readonly search: CustomerSearchService,
    private readonly segments: SegmentsService,
  ) {}

  /** Conditions, a segment or both, as they are stored with the delivery; 422 names what is wrong. */
  async read(
    { filter, segmentId }: { filter?: unknown; segmentId?: string | undefined },
    em: EntityManager,
  ): Promise<ChosenFilter> {
    const { conditions: tree } = await this.search.read({ conditions: filter ?? undefined, segmentId });
    if (tree === undefined) return WHOLE_GROUP;
    const [words] = await this.search.review([tree], em);
    const segment = segmentId === undefined ? null : (await this.segments.get(segmentId)).segment;
    return { tree, sentence: words?.sentence ?? null, segmentName: segment?.name ?? null };
  }

  /** Stored conditions as SQL; null: the whole group. 422 when what they name is gone since: nobody may be guessed. */
  async compile(em: EntityManager, stored: unknown): Promise<AudienceFilter | null> {
    if (stored === null || stored === undefined) return null;
    await this.search.assertUsable(stored as ConditionTree, em);
    const params: unknown[] = [];
    const sql = await this.search.sqlOf({ conditions: stored as ConditionTree }, params, em);
    return { sql, params };
  }
}
