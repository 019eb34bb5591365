import { compileMail, type CompiledMail } from '@kubari/mail-render';
import type { FrozenMergeKey } from './merge-key.types.js';
import type { MailingRow } from './mailings.queries.js';
import { rendererKeys } from './merge-tags.service.js';

type Content = Pick<MailingRow, 'format' | 'subject' | 'textBody' | 'htmlBody' | 'trackLinks' | 'trackOpens'>;

/** A mailing's content ready to be rendered; a text mail has no HTML, whatever was written there before. */
export function compileMailing(content: Content, mergeKeys: readonly FrozenMergeKey[]): CompiledMail {
  const { format, subject, textBody, trackLinks, trackOpens } = content;
  const htmlBody = format === 'html' ? content.htmlBody : null;
  return compileMail(
    { format, subject, textBody, htmlBody },
    { mergeKeys: rendererKeys(mergeKeys), trackLinks, trackOpens },
  );
}
