/** 日本語の文言: mailings */
export const mailings = {} as const;
