import { useCallback, useMemo, useState } from 'react';

/** Which rows of a DataTable are chosen. */
export interface Selection<Row> {
  readonly count: number;
  readonly ids: readonly string[];
  readonly has: (row: Row) => boolean;
  readonly covers: (rows: readonly Row[]) => boolean;
  readonly toggle: (row: Row) => void;
  readonly toggleAll: (rows: readonly Row[]) => void;
  readonly clear: () => void;
  readonly nameOf: (row: Row) => string;
}

/**
 * Chosen rows by id, for DataTable's `selection` and a SelectionBar. `nameOf` names a row for screen readers.
 * Both functions must be stable (defined outside the component).
 */
export function useSelection<Row>(idOf: (row: Row) => string, nameOf: (row: Row) => string): Selection<Row> {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback(
    (row: Row) =>
      setChosen((previous) => {
        const next = new Set(previous);
        if (!next.delete(idOf(row))) next.add(idOf(row));
        return next;
      }),
    [idOf],
  );
  const clear = useCallback(() => setChosen(new Set()), []);
  const toggleAll = useCallback(
    (rows: readonly Row[]) =>
      setChosen((previous) => (rows.every((row) => previous.has(idOf(row))) ? new Set() : new Set(rows.map(idOf)))),
    [idOf],
  );
  return useMemo(
    () => ({
      count: chosen.size,
      ids: [...chosen],
      has: (row) => chosen.has(idOf(row)),
      covers: (rows) => rows.length > 0 && rows.every((row) => chosen.has(idOf(row))),
      toggle,
      toggleAll,
      clear,
      nameOf,
    }),
    [chosen, idOf, nameOf, toggle, toggleAll, clear],
  );
}
