/** 日本語の文言: home */
export const home = {} as const;
