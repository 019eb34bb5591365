/** 日本語の文言: groups */
export const groups = {} as const;
