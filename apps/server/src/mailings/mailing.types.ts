export const MAIL_FORMATS = ['text', 'html'] as const;
/** テキスト / HTML (M-01); an HTML mail always carries a text alternative (M-02) */
export type MailFormat = (typeof MAIL_FORMATS)[number];
