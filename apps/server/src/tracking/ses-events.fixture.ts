// Events as SES publishes them, for specs. Field sets: SES developer guide, "Contents of event data".

export const RECIPIENT_ID = '0199f3c2-b7c0-7d3c-9a4e-5b1e6f708192';

export const mailFixture = {
  timestamp: '2026-11-23T01:02:03.332Z',
  messageId: '0106019a-0000-000000',
  source: 'news@example.co.jp',
  sourceArn: 'arn:aws:ses:ap-northeast-1:111122223333:identity/example.co.jp',
  sendingAccountId: '111122223333',
  destination: ['taro@example.jp'],
  headersTruncated: false,
  headers: [
    { name: 'Message-ID', value: `<${RECIPIENT_ID}.2@example.co.jp>` },
    { name: 'X-Kubari-Recipient', value: RECIPIENT_ID },
  ],
  commonHeaders: { from: ['news@example.co.jp'], to: ['taro@example.jp'], subject: 'news' },
  tags: { d: [RECIPIENT_ID], a: ['2'], m: ['41'], 'ses:configuration-set': ['kubari'] },
};

export const EVENT_FIXTURES = {
  send: { eventType: 'Send', mail: mailFixture, send: {} },
  delivery: {
    eventType: 'Delivery',
    mail: mailFixture,
    delivery: {
      timestamp: '2026-11-23T01:02:05.000Z',
      processingTimeMillis: 1668,
      recipients: ['taro@example.jp'],
      smtpResponse: '250 OK',
      reportingMTA: 'a8-50.smtp-out.amazonses.com',
    },
  },
  delay: {
    eventType: 'DeliveryDelay',
    mail: mailFixture,
    deliveryDelay: {
      timestamp: '2026-11-23T01:05:00.000Z',
      delayType: 'MailboxFull',
      expirationTime: '2026-11-23T15:02:03.000Z',
      delayedRecipients: [{ emailAddress: 'taro@example.jp', status: '4.2.2', diagnosticCode: 'smtp; 452 full' }],
    },
  },
  bounce: {
    eventType: 'Bounce',
    mail: mailFixture,
    bounce: {
      bounceType: 'Permanent',
      bounceSubType: 'General',
      bouncedRecipients: [
        {
          emailAddress: 'taro@example.jp',
          action: 'failed',
          status: '5.1.1',
          diagnosticCode: 'smtp; 550 5.1.1 user unknown',
        },
      ],
      timestamp: '2026-11-23T01:02:06.000Z',
      feedbackId: 'feedback-1',
      reportingMTA: 'dsn; a8-50.smtp-out.amazonses.com',
    },
  },
  complaint: {
    eventType: 'Complaint',
    mail: mailFixture,
    complaint: {
      complainedRecipients: [{ emailAddress: 'taro@example.jp' }],
      timestamp: '2026-11-23T02:00:00.000Z',
      feedbackId: 'feedback-2',
      complaintSubType: null,
      userAgent: 'Mail feedback loop',
      complaintFeedbackType: 'abuse',
      arrivalDate: '2026-11-23T01:59:00.000Z',
    },
  },
  reject: { eventType: 'Reject', mail: mailFixture, reject: { reason: 'Bad content' } },
};
