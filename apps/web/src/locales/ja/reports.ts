/** 日本語の文言: reports */
export const reports = {} as const;
