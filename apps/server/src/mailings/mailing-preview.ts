import { Inject, Injectable } from '@nestjs/common';
import type { FieldValues } from '../customers/field.types.js';
import { Clock } from '../platform/clock.js';
import { ENV, type Env } from '../platform/config/env.js';
import { Database } from '../platform/database/database.js';
import { invalidField } from '../platform/http/app-error.js';
import { SettingsService } from '../settings/settings.service.js';
import { compileMailing } from './compile-mailing.js';
import { checkContent } from './mailing-checks.js';
import type { PreviewRequest, PreviewResponse } from './mailings.dto.js';
import type { MailingRow } from './mailings.queries.js';
import { MailingsService } from './mailings.service.js';
import { mergeValueReader, MergeTagsService, type MergeSubject } from './merge-tags.service.js';
import { sanitiseMailHtml } from './sanitise-mail-html.js';

/** A mailing as one person would see it, before anything real exists: links lead where the author wrote. */
export interface RenderedSample {
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
}

/** Shows a mailing as a chosen customer would get it. */
@Injectable()
export class MailingPreview {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    @Inject(ENV) private readonly env: Env,
    private readonly mailings: MailingsService,
    private readonly mergeTags: MergeTagsService,
    private readonly settings: SettingsService,
  ) {}

  /** The mailing with edits not saved yet on top; 422 when the customer does not exist. */
  async preview(id: string, { customerId, draft }: PreviewRequest): Promise<PreviewResponse> {
    const mailing = withDraft(await this.mailings.find(id), draft ?? {});
    const mergeKeys = await this.mergeTags.freeze();
    const problems = checkContent(mailing, compileMailing(mailing, mergeKeys), await this.settings.read());
    return { ...(await this.sample(mailing, customerId ?? null, null)), problems };
  }

  /** Subject and bodies for one customer (null: the defaults); an address given replaces the customer's own. */
  async sample(mailing: MailingRow, customerId: string | null, email: string | null): Promise<RenderedSample> {
    const mergeKeys = await this.mergeTags.freeze();
    const subject = await this.subjectOf(customerId);
    const source = [mailing.subject, mailing.textBody, mailing.htmlBody].join('\n');
    const context = {
      groupName: mailing.groupName ?? '',
      senderName: mailing.senderName ?? '',
      deliveredAt: this.clock.now(),
    };
    const read = mergeValueReader(mergeKeys, context, source);
    return compileMailing(mailing, mergeKeys).render({
      values: read({ ...subject, email: email ?? subject.email }),
      clickBase: null,
      openUrl: null,
      unsubscribeUrl: `${this.env.PUBLIC_URL}/u/test`,
    });
  }

  private async subjectOf(customerId: string | null): Promise<MergeSubject> {
    if (customerId === null) return { email: '', registeredAt: null, fieldValues: {} };
    const [row] = await this.db.rows<{ email: string; registeredAt: Date; fieldValues: FieldValues }>(
      'select email, created_at as "registeredAt", field_values as "fieldValues" from customer where id = $1',
      [customerId],
    );
    if (!row) throw invalidField('customerId', 'not-found', 'does not exist');
    return row;
  }
}

function withDraft(mailing: MailingRow, draft: NonNullable<PreviewRequest['draft']>): MailingRow {
  const given = Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined));
  const merged = { ...mailing, ...given } as MailingRow;
  return draft.htmlBody === undefined ? merged : { ...merged, htmlBody: sanitiseMailHtml(draft.htmlBody) };
}
