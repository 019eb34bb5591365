import { EMPTY, type CheckedValue, type FieldCheck } from './field-check.types.js';
import type { FieldChoice } from './field.types.js';
import { looseKey } from './half-width.js';
import { quoted } from './text-values.js';

/** What separates the choices of a cell; labels of multiple choice fields must not hold these (C-43). */
export const CHOICE_SEPARATORS = /[,|、，]/;

/** How many different cells of a choice field are remembered; real columns have a few dozen. */
const REMEMBERED_CELLS = 1000;

/** The check of a single or multiple choice: labels, width and case aside, or ids (C-43). */
export function choiceCheck(choices: readonly FieldChoice[], several: boolean): FieldCheck {
  const offered = choices.filter((choice) => !choice.retired);
  const byText = new Map<string, string>();
  for (const choice of offered) byText.set(choice.id, choice.id);
  for (const choice of offered) byText.set(looseKey(choice.label), choice.id);
  for (const choice of offered) byText.set(choice.label, choice.id);
  const position = new Map(choices.map((choice, index) => [choice.id, index]));
  const find = (text: string): string | undefined => byText.get(text) ?? byText.get(looseKey(text));

  return remembering((text) => {
    const trimmed = text.trim();
    if (trimmed === '') return EMPTY;
    const whole = find(trimmed);
    if (whole !== undefined) return { ok: true, value: several ? [whole] : whole };
    const parts = trimmed.split(CHOICE_SEPARATORS).flatMap((part) => part.trim() || []);
    const ids = new Set<string>();
    for (const part of parts) {
      const id = find(part);
      if (id === undefined) return { ok: false, code: 'unknown-choice', params: { choice: quoted(part) } };
      ids.add(id);
    }
    if (ids.size === 0) return EMPTY;
    if (!several) return { ok: false, code: 'several-choices', params: {} };
    return { ok: true, value: [...ids].sort((a, b) => (position.get(a) ?? 0) - (position.get(b) ?? 0)) };
  });
}

/** The same check, which answers at once for a cell it accepted before. */
export function remembering(check: FieldCheck): FieldCheck {
  const remembered = new Map<string, CheckedValue>();
  return (text) => {
    const known = remembered.get(text);
    if (known) return known;
    const result = check(text);
    if (result.ok && remembered.size < REMEMBERED_CELLS) remembered.set(text, result);
    return result;
  };
}
