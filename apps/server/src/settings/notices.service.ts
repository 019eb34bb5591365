import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Database, type RunsIn } from '../platform/database/database.js';
import { conflict, invalidField } from '../platform/http/app-error.js';
import { JobQueue } from '../platform/queue/job-queue.js';
import type { NoticeLocale, NoticeText } from './notice.types.js';
import { insertNotices, readLatestNotices, type NewNotice, type NoticeRow } from './notices.queries.js';
import { SenderAddressesService } from './sender-addresses.service.js';
import { SettingsService } from './settings.service.js';

/** Who gets notices, from which sender address, in which language. */
export interface NoticeSettings {
  /** 通知メール送信先アドレス */
  readonly recipients: readonly string[];
  /** null: the oldest sender address */
  readonly senderAddressId: string | null;
  readonly locale: NoticeLocale;
}

const SHOWN = 20;

/**
 * Mails of the system to people who work with it. They go through an outbox of their own, never through the ledger of
 * deliveries: written in the caller's transaction, sent by a job. A crash or an unclear answer of SES may send one twice.
 */
@Injectable()
export class NoticesService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly settings: SettingsService,
    private readonly senders: SenderAddressesService,
    private readonly jobs: JobQueue,
  ) {}

  /**
   * Tells the notice recipients something, once per `key`. Nobody is told when there are no recipients. Give `where` to
   * tell it exactly when a transaction commits.
   */
  async notifyOperators(
    notice: { readonly key: string; readonly subject: NoticeText; readonly text: NoticeText },
    where: RunsIn = this.db.manager,
  ): Promise<void> {
    const { noticeRecipients, noticeLocale } = await this.settings.read(where);
    const { key, subject, text } = notice;
    await this.put(
      where,
      noticeRecipients.map((to) => ({ key, to, subject: subject[noticeLocale], text: text[noticeLocale] })),
    );
  }

  /** Mails one user, e.g. that their import is done; the texts are in the user's own language. Once per `key` when given. */
  async mailUser(
    mail: { readonly to: string; readonly subject: string; readonly text: string; readonly key?: string },
    where: RunsIn = this.db.manager,
  ): Promise<void> {
    await this.put(where, [{ ...mail, key: mail.key ?? null }]);
  }

  async noticeSettings(): Promise<NoticeSettings> {
    const { noticeRecipients, noticeSenderAddressId, noticeLocale } = await this.settings.read();
    return { recipients: noticeRecipients, senderAddressId: noticeSenderAddressId, locale: noticeLocale };
  }

  /** Changes what is given; an address that is named twice is kept once. */
  async change(changes: Partial<NoticeSettings>): Promise<NoticeSettings> {
    const { recipients, senderAddressId, locale } = changes;
    if (senderAddressId) await this.assertSender(senderAddressId);
    await this.settings.change({
      ...(recipients === undefined ? {} : { noticeRecipients: withoutRepeats(recipients) }),
      ...(senderAddressId === undefined ? {} : { noticeSenderAddressId: senderAddressId }),
      ...(locale === undefined ? {} : { noticeLocale: locale }),
    });
    return this.noticeSettings();
  }

  /** A notice that says nothing but that notices arrive; 409 while there is nobody to send it to. */
  async sendTest(): Promise<void> {
    const { recipients, locale } = await this.noticeSettings();
    if (recipients.length === 0)
      throw conflict('notice-recipients-missing', 'Set at least one address that notices go to, and save it first.');
    const { subject, text } = TEST_NOTICE;
    await this.put(
      this.db.manager,
      recipients.map((to) => ({ key: null, to, subject: subject[locale], text: text[locale] })),
    );
  }

  /** The latest notices with what became of them, newest first. */
  latest(): Promise<NoticeRow[]> {
    return readLatestNotices(this.db.manager, SHOWN);
  }

  private async put(where: RunsIn, notices: readonly NewNotice[]): Promise<void> {
    if (notices.length === 0) return;
    await insertNotices(where, notices, this.clock.now());
    await this.jobs.wake('settings.send-notices', { reason: 'added' });
  }

  private async assertSender(id: string): Promise<void> {
    await this.senders.find(id).catch(() => {
      throw invalidField('senderAddressId', 'sender-address-not-found', 'No such sender address.');
    });
  }
}

const TEST_NOTICE = {
  subject: { ja: '【くばり】通知メールのテスト', en: '[Kubari] Test notice' },
  text: {
    ja: 'これは通知メールのテストです。\nこのメールが届いていれば、通知は正しく設定されています。\n',
    en: 'This is a test notice.\nIf you can read it, notices are set up correctly.\n',
  },
} as const satisfies Record<string, NoticeText>;

function withoutRepeats(addresses: readonly string[]): string[] {
  return [...new Map(addresses.map((address) => [address.toLowerCase(), address])).values()];
}
