import type { settings as ja } from '../ja/settings';
import type { Shape } from '../shape';

export const settings: Shape<typeof ja> = {
  subtitle: 'From addresses, and what mails say about who sends them',
  senders: {
    title: 'Senders',
    text: 'Addresses for the From line. Use those of a domain verified with Amazon SES.',
    add: 'Add sender',
    edit: 'Edit sender',
    emptyTitle: 'There are no senders yet',
    emptyText: 'First register the name and address that mails come from.',
    displayName: 'Display name',
    displayNameHint: 'Shown in the inbox of the recipient',
    email: 'E-mail address',
    emailHint: 'Of a domain, or an address, verified with Amazon SES',
    replyTo: 'Reply to',
    replyToHint: 'Blank: replies go to the sender address',
    repliesTo: ', replies to {{email}}',
    deleteTitle: 'Delete this sender?',
    deleteText: 'Takes {{email}} off the list. Mails already delivered are not affected.',
  },
  records: {
    title: 'Customer records and consents',
    text: 'How many customers there may be, and for how many years the consents of deleted customers are kept.',
    limit: 'Limit of customer records',
    limitHint: 'Empty: no limit. Holds for the screen, the API and imports',
    retention: 'Years for which consents are kept',
    retentionHint: 'After the last mail to a deleted customer (3 years for mail-order advertising)',
    years: 'years',
  },
  organisation: {
    title: 'About the sender',
    text: 'Japanese law (特定電子メール法) asks for the name and address of the sender in advertising mails. The unsubscribe page shows them too.',
    name: 'Name',
    namePlaceholder: 'e.g. Sample Shop Inc.',
    address: 'Postal address',
    contact: 'Contact for complaints and questions',
    contactHint: 'A telephone number, e-mail address or URL',
    timeZone: 'Time zone',
  },
};
