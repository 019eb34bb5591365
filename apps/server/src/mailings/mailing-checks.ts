import { Injectable } from '@nestjs/common';
import type { CompiledMail, ContentProblemCode } from '@kubari/mail-render';
import { Database } from '../platform/database/database.js';
import { SettingsService, type Settings } from '../settings/settings.service.js';
import { compileMailing } from './compile-mailing.js';
import type { CheckSeverity, MailingCheckResponse } from './mailings.dto.js';
import type { MailingRow } from './mailings.queries.js';
import { MailingsService } from './mailings.service.js';
import { MergeTagsService } from './merge-tags.service.js';

/** Gmail cuts longer messages off, and the unsubscribe link with them. */
const CLIPPED_AT_BYTES = 102 * 1024;
/** M-81: more than 50 full-width characters are cut in most lists of mails. */
const LONG_SUBJECT = 50;

const CONTENT_SEVERITY: Readonly<Record<ContentProblemCode, CheckSeverity>> = {
  'unknown-merge-tag': 'error',
  'unclosed-merge-tag': 'error',
  'full-width-merge-tag': 'error',
  'merge-tag-not-allowed-here': 'error',
  'merge-tag-before-origin': 'error',
  'too-many-merge-tags': 'error',
  'link-scheme-not-allowed': 'error',
  'link-not-absolute': 'error',
  'link-invalid': 'error',
};

/** Looks a mailing over before it is delivered (M-81). */
@Injectable()
export class MailingChecks {
  constructor(
    private readonly db: Database,
    private readonly mailings: MailingsService,
    private readonly mergeTags: MergeTagsService,
    private readonly settings: SettingsService,
  ) {}

  /** What is wrong with a saved mailing for the group it is for. */
  async check(id: string): Promise<MailingCheckResponse[]> {
    const mailing = await this.mailings.find(id);
    const compiled = compileMailing(mailing, await this.mergeTags.freeze());
    return [
      ...checkContent(mailing, compiled, await this.settings.read()),
      ...(await this.checkAudience(mailing.groupId)),
    ];
  }

  private async checkAudience(groupId: string | null): Promise<MailingCheckResponse[]> {
    if (groupId === null) return [found('group-missing', 'warning')];
    const [row] = await this.db.rows<{ any: boolean }>(
      `select exists (select from group_membership m join customer c on c.id = m.customer_id
                       where m.group_id = $1 and m.delivery_state = 'active' and c.status = 'ok') as any`,
      [groupId],
    );
    return row?.any ? [] : [found('no-recipients', 'error')];
  }
}

/** What is wrong with the content itself; errors stop a delivery. Pure. */
export function checkContent(mailing: MailingRow, compiled: CompiledMail, settings: Settings): MailingCheckResponse[] {
  const body = mailing.format === 'html' ? mailing.htmlBody : mailing.textBody;
  const checks = [
    when(mailing.subject.trim() === '', 'subject-missing', 'error'),
    when(widthOf(mailing.subject) > LONG_SUBJECT * 2, 'subject-long', 'warning', { max: LONG_SUBJECT }),
    when(body.trim() === '', 'body-missing', 'error'),
    when(mailing.senderEmail === null, 'sender-missing', 'error'),
    when(!compiled.usesUnsubscribeUrl, 'unsubscribe-link-missing', 'error'),
    ...compiled.problems.map(({ code, part, tag, url }) =>
      found(code, CONTENT_SEVERITY[code], { part, ...(tag ? { tag } : {}), ...(url ? { url } : {}) }),
    ),
    ...senderBlock(mailing, settings),
    ...(mailing.format === 'html' ? htmlChecks(mailing.htmlBody) : []),
    ...compiled.links
      .filter(({ url }) => /^http:/i.test(url))
      .map(({ url }) => found('link-not-encrypted', 'warning', { url })),
    when(mailing.testSentAt === null || mailing.testSentAt < mailing.updatedAt, 'not-tested', 'warning'),
  ];
  return checks.filter((check) => check !== null);
}

function htmlChecks(html: string): (MailingCheckResponse | null)[] {
  const bytes = Buffer.byteLength(html);
  const withoutAlt = [...html.matchAll(/<img\b[^>]*>/gi)].filter(([tag]) => !/\salt\s*=/i.test(tag)).length;
  return [
    when(bytes > CLIPPED_AT_BYTES, 'html-large', 'warning', { bytes, max: CLIPPED_AT_BYTES }),
    when(withoutAlt > 0, 'image-without-alt', 'warning', { count: withoutAlt }),
  ];
}

/** 特定電子メール法 第4条 (J-32): the sender's name in the mail, address and contact there or on a linked page. */
function senderBlock(mailing: MailingRow, settings: Settings): (MailingCheckResponse | null)[] {
  const name = settings.organisationName.trim();
  if (name === '') return [found('sender-display-unset', 'warning')];
  const shown = mailing.format === 'html' ? mailing.htmlBody : mailing.textBody;
  return [when(!shown.includes(name), 'sender-display-missing', 'warning', { name })];
}

/** Columns of a text: full-width characters count two. */
function widthOf(text: string): number {
  let width = 0;
  for (const char of text) width += (char.codePointAt(0) ?? 0) < 0x2000 ? 1 : 2;
  return width;
}

function found(
  code: string,
  severity: CheckSeverity,
  params: MailingCheckResponse['params'] = {},
): MailingCheckResponse {
  return { code, severity, params };
}

function when(
  condition: boolean,
  code: string,
  severity: CheckSeverity,
  params: MailingCheckResponse['params'] = {},
): MailingCheckResponse | null {
  return condition ? found(code, severity, params) : null;
}
