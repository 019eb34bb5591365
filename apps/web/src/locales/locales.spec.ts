import { expect, test } from '@jest/globals';
import { en } from './en/index';
import { ja } from './ja/index';

interface Texts {
  readonly [key: string]: string | Texts;
}

function flatten(texts: Texts, prefix = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : flatten(value, `${prefix}${key}.`),
  );
}

const variables = (text: string): string[] => [...text.matchAll(/\{\{\s*(\w+)/g)].map((match) => match[1] ?? '').sort();

const japanese = new Map(flatten(ja));
const english = new Map(flatten(en));

test('every Japanese text has an English one, and none is empty', () => {
  expect([...japanese.keys()].filter((key) => !english.get(key))).toEqual([]);
  expect([...japanese].filter(([, text]) => text === '')).toEqual([]);
});

test('both languages put the same values into a text', () => {
  const differing = [...english].filter(([key, text]) => {
    const original = japanese.get(key) ?? japanese.get(key.replace(/_one$/, '_other'));
    return original === undefined || variables(original).join() !== variables(text).join();
  });
  expect(differing.map(([key]) => key)).toEqual([]);
});

test('no Japanese is left in the English texts, names of laws and languages apart', () => {
  const allowed = /特定電子メール法|日本語/g;
  const left = [...english].filter(([, text]) => /[぀-ヿ一-鿿]/.test(text.replaceAll(allowed, '')));
  expect(left.map(([key]) => key)).toEqual([]);
});
