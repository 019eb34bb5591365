/** 日本語の文言: settings */
export const settings = {} as const;
