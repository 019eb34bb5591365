import { Injectable } from '@nestjs/common';
import type { TrackedLink } from '@kubari/mail-render';
import type { EntityManager } from 'typeorm';
import { rowsOf } from '../platform/database/database.js';
import { conflict, invalid } from '../platform/http/app-error.js';
import { SettingsService } from '../settings/settings.service.js';
import { compileMailing } from './compile-mailing.js';
import { checkContent } from './mailing-checks.js';
import type { MailFormat } from './mailing.types.js';
import { MailingsService } from './mailings.service.js';
import type { FrozenMergeKey } from './merge-key.types.js';
import { MergeTagsService } from './merge-tags.service.js';

/** Everything a delivery needs of a mailing, as it is at this moment. */
export interface FrozenMailing {
  readonly format: MailFormat;
  readonly subject: string;
  readonly textBody: string;
  readonly htmlBody: string | null;
  readonly senderEmail: string;
  readonly senderName: string;
  readonly replyTo: string | null;
  readonly trackLinks: boolean;
  readonly trackOpens: boolean;
  readonly mergeKeys: FrozenMergeKey[];
  readonly links: readonly TrackedLink[];
}

/** Takes the copy of a mailing that a delivery sends: later edits of mailing, fields or sender change nothing. */
@Injectable()
export class MailingFreezer {
  constructor(
    private readonly mailings: MailingsService,
    private readonly mergeTags: MergeTagsService,
    private readonly settings: SettingsService,
  ) {}

  /**
   * 404 without the mailing; 422 naming every check that is an error (M-81); 409 while values of a field are being
   * converted: some customers would get a default instead of what they have.
   */
  async freeze(tx: EntityManager, mailingId: string): Promise<FrozenMailing> {
    if (await isConvertingFields(tx))
      throw conflict('field-is-converting', 'Values of a field are being converted: wait until that has ended.');
    const mailing = await this.mailings.find(mailingId, tx);
    const mergeKeys = await this.mergeTags.freeze();
    const compiled = compileMailing(mailing, mergeKeys);
    const errors = checkContent(mailing, compiled, await this.settings.read()).filter(
      ({ severity }) => severity === 'error',
    );
    if (errors.length > 0 || mailing.senderEmail === null)
      throw invalid(
        errors.map(({ code, params }) => ({ field: 'mailingId', code, message: `check failed: ${code}`, params })),
      );
    const { format, subject, textBody, senderEmail, senderName, replyTo, trackLinks, trackOpens } = mailing;
    return {
      format,
      subject,
      textBody,
      htmlBody: format === 'html' ? mailing.htmlBody : null,
      senderEmail,
      senderName: senderName ?? '',
      replyTo,
      trackLinks,
      trackOpens,
      mergeKeys,
      links: compiled.links,
    };
  }
}

async function isConvertingFields(tx: EntityManager): Promise<boolean> {
  const [row] = await rowsOf<{ any: boolean }>(
    tx,
    'select exists (select from customer_field_conversion where finished_at is null) as any',
  );
  return row?.any ?? false;
}
