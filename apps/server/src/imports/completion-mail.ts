import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ENV, type Env } from '../platform/config/env.js';
import { NoticesService } from '../settings/notices.service.js';
import { completionText } from './completion-text.js';
import type { ClaimedImport, EndedImport, ImportEnd } from './imports.queries.js';
import { classCounts } from './row-outcome.js';

/**
 * Mails the user who ran an import that it is done: the user, not the addresses of notices (C-38), and only as they
 * chose (C-39).
 */
@Injectable()
export class CompletionMail {
  constructor(
    private readonly notices: NoticesService,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** Puts the mail into the outbox of notices, in the transaction that ends the import. */
  async report(tx: EntityManager, job: ClaimedImport, end: ImportEnd, ended: EndedImport): Promise<void> {
    const { user, report } = ended;
    const counts = classCounts(ended.counts);
    const isWanted = report === 'always' || (report === 'errors' && (end.failure !== null || counts.failed > 0));
    if (!user || !isWanted) return;
    const { subject, text } = completionText(user.locale, {
      operation: job.settings.operation,
      groupName: job.settings.target === 'group' ? job.groupName : null,
      fileName: job.fileName,
      counts,
      stoppedBy: end.failure === null ? null : end.failure === 'given-up' ? 'failures' : 'file',
      url: `${this.env.DASHBOARD_URL}/imports/${job.id}`,
    });
    await this.notices.mailUser({ to: user.email, subject, text, key: `import-ended/${job.id}` }, tx);
  }
}
