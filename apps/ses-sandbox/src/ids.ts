import { randomUUID } from 'node:crypto';

/** The same text as one piece: what is put together from parts is kept by V8 as a rope of them, many times its size. */
export const flat = (text: string): string => Buffer.from(text, 'latin1').toString('latin1');

/** A random uuid; randomUUID's own is a rope of 19 pieces. */
export const newUuid = (): string => flat(randomUUID());
