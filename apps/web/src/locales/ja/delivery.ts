/** 日本語の文言: delivery */
export const delivery = {} as const;
