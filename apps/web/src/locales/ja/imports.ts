/** 日本語の文言: imports */
export const imports = {} as const;
