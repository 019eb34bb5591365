/** 日本語の文言: history */
export const history = {} as const;
