import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';

/**
 * List state that lives in the URL: every key of `defaults` is a text parameter, left out while it has its default.
 * `set({ q: 'a' })` changes some keys and keeps the rest; pass `{ push: true }` to make it a step of the Back button.
 */
export function useUrlState<T extends Readonly<Record<string, string>>>(
  defaults: T,
): readonly [
  { [K in keyof T]: string },
  (changes: Partial<Record<keyof T, string>>, options?: { push?: boolean }) => void,
] {
  const [params, setParams] = useSearchParams();
  const names = Object.keys(defaults).join('\n');
  const state = useMemo(
    () => Object.fromEntries(names.split('\n').map((name) => [name, params.get(name) ?? defaults[name] ?? ''])),
    // the defaults are constants of the page: their names stand for them
    // oxlint-disable-next-line react/exhaustive-deps
    [params, names],
  ) as { [K in keyof T]: string };
  const set = useCallback(
    (changes: Partial<Record<keyof T, string>>, options: { push?: boolean } = {}) => {
      setParams(
        (previous) => {
          const next = new URLSearchParams(previous);
          for (const [name, value] of Object.entries(changes)) {
            if (value === undefined || value === defaults[name]) next.delete(name);
            else next.set(name, value);
          }
          return next;
        },
        { replace: !options.push, preventScrollReset: true },
      );
    },
    // oxlint-disable-next-line react/exhaustive-deps
    [setParams, names],
  );
  return [state, set];
}
