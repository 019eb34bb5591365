export const NOTICE_STATES = ['waiting', 'sending', 'sent', 'failed'] as const;
/** waiting: due at its time; sending: taken by a worker; failed: given up */
export type NoticeState = (typeof NOTICE_STATES)[number];

export const NOTICE_LOCALES = ['ja', 'en'] as const;
export type NoticeLocale = (typeof NOTICE_LOCALES)[number];

/** A text in both languages. */
export type NoticeText = Readonly<Record<NoticeLocale, string>>;
