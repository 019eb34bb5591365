/** 日本語の文言: search */
export const search = {} as const;
