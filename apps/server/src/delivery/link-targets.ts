import { Injectable } from '@nestjs/common';
import { renderLinkTarget } from '@kubari/mail-render';
import type { FieldValues } from '../customers/field.types.js';
import type { FrozenMergeKey } from '../mailings/merge-key.types.js';
import { mergeValueReader, type MergeSubject } from '../mailings/merge-tags.service.js';
import { Database } from '../platform/database/database.js';
import { LruCache } from './lru-cache.js';

interface DeliveryLinks {
  readonly urls: ReadonlyMap<number, string>;
  readonly read: (subject: MergeSubject) => Record<string, string>;
}

/** Deliveries whose links are kept in memory; clicks come for the latest few. */
const REMEMBERED_DELIVERIES = 1_000;
const NOBODY: MergeSubject = { email: '', registeredAt: null, fieldValues: {} };

/** Where tracked links lead. Links are frozen with their delivery, so what was read once holds for good. */
@Injectable()
export class LinkTargets {
  private readonly links = new LruCache<string, Promise<DeliveryLinks>>(REMEMBERED_DELIVERIES);

  constructor(private readonly db: Database) {}

  /** See DeliveryService.linkTarget. */
  async target(deliveryId: string, linkNo: number, recipientId: string): Promise<string | null> {
    const { urls, read } = await this.linksOf(deliveryId);
    const url = urls.get(linkNo);
    if (url === undefined) return null;
    if (!url.includes('{{')) return url;
    const subject = await this.subjectOf(recipientId);
    return renderLinkTarget(url, read(subject)) ?? renderLinkTarget(url, read(NOBODY));
  }

  private linksOf(deliveryId: string): Promise<DeliveryLinks> {
    const known = this.links.get(deliveryId);
    if (known) return known;
    const loading = this.load(deliveryId);
    this.links.set(deliveryId, loading);
    loading.then(
      ({ urls }) => {
        if (urls.size === 0) this.links.delete(deliveryId); // may be about to be scheduled; never remembered
      },
      () => this.links.delete(deliveryId),
    );
    return loading;
  }

  private async load(deliveryId: string): Promise<DeliveryLinks> {
    const rows = await this.db.rows<{
      linkNo: number;
      url: string;
      mergeKeys: FrozenMergeKey[];
      groupName: string;
      senderName: string;
      deliveredAt: Date;
    }>(
      `select l.link_no as "linkNo", l.url, c.merge_keys as "mergeKeys", d.group_name as "groupName",
              c.sender_name as "senderName", coalesce(d.started_at, d.starts_at) as "deliveredAt"
         from delivery_link l join delivery_content c using (delivery_id) join delivery d on d.id = l.delivery_id
        where l.delivery_id = $1`,
      [deliveryId],
    );
    const [first] = rows;
    const urls = new Map(rows.map((row) => [row.linkNo, row.url]));
    if (!first) return { urls, read: () => ({}) };
    return { urls, read: mergeValueReader(first.mergeKeys, first, rows.map((row) => row.url).join('\n')) };
  }

  private async subjectOf(recipientId: string): Promise<MergeSubject> {
    const [row] = await this.db.rows<{ email: string; fieldValues: FieldValues | null; registeredAt: Date | null }>(
      `select r.email, c.field_values as "fieldValues", c.created_at as "registeredAt"
         from delivery_recipient r left join customer c on c.id = r.customer_id where r.id = $1`,
      [recipientId],
    );
    return row ? { ...row, fieldValues: row.fieldValues ?? {} } : NOBODY;
  }
}
