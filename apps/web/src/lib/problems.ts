import type { UseFormReturnType } from '@mantine/form';
import type { i18n as I18n } from 'i18next';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem, type FieldProblem } from './api';

/** The sentence for a failed request in the reader's language; unknown codes show the server's title and the code. */
export function problemText(i18n: I18n, error: unknown): string {
  if (!(error instanceof ApiProblem)) return i18n.t('problems.unexpected');
  const key = `problems.${error.code}`;
  if (i18n.exists(key)) return String(i18n.t(key as 'problems.unexpected'));
  if (error.status === 404) return i18n.t('problems.not-found');
  if (error.status >= 500) return i18n.t('problems.internal-error');
  return `${error.title} (${error.code})`;
}

/** The sentence for one wrong field; unknown codes show the server's message. */
export function fieldProblemText(i18n: I18n, problem: FieldProblem): string {
  const key = `fieldProblems.${problem.code}`;
  return i18n.exists(key) ? String(i18n.t(key as 'fieldProblems.unknown', { ...problem.params })) : problem.message;
}

/** Field errors that belong to none of `names`: they must be shown above the form. */
export function strayFieldProblems(error: unknown, names: readonly string[]): readonly FieldProblem[] {
  return error instanceof ApiProblem ? error.errors.filter((one) => !names.includes(one.field)) : [];
}

/**
 * Puts the field errors of a refused request beside the fields of a Mantine form.
 * Use as `onError` of the form's mutation; show the rest with `<ProblemAlert error={mutation.error} />`.
 */
export function useFieldProblems<Values extends Record<string, unknown>>(
  form: UseFormReturnType<Values>,
): (error: unknown) => void {
  const { i18n } = useTranslation();
  return useCallback(
    (error: unknown) => {
      if (!(error instanceof ApiProblem)) return;
      form.setErrors(Object.fromEntries(error.errors.map((one) => [one.field, beside(i18n, form.getValues(), one)])));
    },
    [form, i18n],
  );
}

/** An empty field is not "too short" or "malformed": it is missing. */
function beside(i18n: I18n, values: unknown, problem: FieldProblem): string {
  let value = values;
  for (const key of problem.field.split('.'))
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  return value === '' ? i18n.t('fieldProblems.required') : fieldProblemText(i18n, problem);
}
