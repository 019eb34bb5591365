/** 日本語の文言: customers */
export const customers = {} as const;
