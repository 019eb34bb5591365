/**
 * What a translation must hold: every key of the Japanese texts, with any text as value.
 * Japanese has one plural form; where a key ends in `_other`, other languages must give `_one` as well.
 */
export type Shape<T> = { readonly [K in keyof T]: T[K] extends string ? string : Shape<T[K]> } & {
  readonly [K in keyof T as K extends `${infer Base}_other` ? `${Base}_one` : never]: string;
};
