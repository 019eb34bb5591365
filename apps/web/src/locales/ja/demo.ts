/** 日本語の文言: demo */
export const demo = {} as const;
