import { useCallback, useMemo, useState } from 'react';

/** Rows that can be chosen one by one; beyond that "all that the filter finds" is the way. */
export const MOST_CHOSEN = 1000;

/** Which rows of a DataTable are chosen: some by id, or everything the filter finds. */
export interface Selection<Row> {
  /** how many are chosen by id */
  readonly count: number;
  readonly ids: readonly string[];
  /** everything the filter finds is meant, also what is not shown; a row that is ticked or unticked ends it */
  readonly isEverything: boolean;
  readonly chooseEverything: () => void;
  /** no more rows can be chosen */
  readonly isFull: boolean;
  readonly has: (row: Row) => boolean;
  readonly covers: (rows: readonly Row[]) => boolean;
  readonly toggle: (row: Row) => void;
  /** chooses these rows as well, or takes them all out when each of them is chosen */
  readonly toggleAll: (rows: readonly Row[]) => void;
  /** chooses these rows as well */
  readonly add: (rows: readonly Row[]) => void;
  readonly clear: () => void;
  readonly nameOf: (row: Row) => string;
}

/**
 * Chosen rows by id, for DataTable's `selection` and a SelectionBar. `nameOf` names a row for screen readers.
 * Both functions must be stable (defined outside the component).
 */
export function useSelection<Row>(idOf: (row: Row) => string, nameOf: (row: Row) => string): Selection<Row> {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [isEverything, setEverything] = useState(false);
  const chooseEverything = useCallback(() => setEverything(true), []);
  const add = useCallback(
    (rows: readonly Row[]) =>
      setChosen((previous) => new Set([...new Set([...previous, ...rows.map(idOf)])].slice(0, MOST_CHOSEN))),
    [idOf],
  );
  const toggle = useCallback(
    (row: Row) => {
      setEverything(false);
      setChosen((previous) => {
        const next = new Set(previous);
        if (!next.delete(idOf(row)) && next.size < MOST_CHOSEN) next.add(idOf(row));
        return next;
      });
    },
    [idOf],
  );
  const clear = useCallback(() => {
    setEverything(false);
    setChosen(new Set());
  }, []);
  const toggleAll = useCallback(
    (rows: readonly Row[]) => {
      setEverything(false);
      setChosen((previous) =>
        rows.every((row) => previous.has(idOf(row)))
          ? new Set()
          : new Set([...new Set([...previous, ...rows.map(idOf)])].slice(0, MOST_CHOSEN)),
      );
    },
    [idOf],
  );
  return useMemo(
    () => ({
      count: chosen.size,
      ids: [...chosen],
      isEverything,
      chooseEverything,
      isFull: chosen.size >= MOST_CHOSEN,
      has: (row) => chosen.has(idOf(row)),
      covers: (rows) => rows.length > 0 && rows.every((row) => chosen.has(idOf(row))),
      toggle,
      toggleAll,
      add,
      clear,
      nameOf,
    }),
    [chosen, isEverything, chooseEverything, idOf, nameOf, toggle, toggleAll, add, clear],
  );
}
