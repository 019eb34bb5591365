import type { MailingListItem, MailingResponse } from './mailings.dto.js';
import type { MailingRow } from './mailings.queries.js';

/** A mailing in the list. */
export function toMailingListItem(row: MailingRow): MailingListItem {
  return {
    id: row.id,
    subject: row.subject,
    format: row.format,
    groupId: row.groupId,
    groupName: row.groupName,
    authorName: row.authorName,
    testSentAt: row.testSentAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** A whole mailing, for its editor. */
export function toMailingResponse(row: MailingRow): MailingResponse {
  const { senderId, senderEmail, senderName } = row;
  return {
    ...toMailingListItem(row),
    senderAddressId: row.senderAddressId,
    sender: senderId && senderEmail ? { id: senderId, email: senderEmail, displayName: senderName ?? '' } : null,
    textBody: row.textBody,
    htmlBody: row.htmlBody,
    trackLinks: row.trackLinks,
    trackOpens: row.trackOpens,
    version: row.version,
  };
}
