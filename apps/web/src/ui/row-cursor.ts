import { useCallback, useLayoutEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { Selection } from './selection';

/** The row that the keyboard is at. */
export interface RowCursor {
  /** null until a key is used */
  readonly current: number | null;
  /** what a screen reader is to say now: the row, its place, whether it is chosen */
  readonly said: string;
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  /** a row's box was clicked; with `isRange` everything from the last one to this */
  readonly choose: (index: number, isRange: boolean) => void;
}

/** Rows that PageUp and PageDown pass over. */
const PAGE = 10;

/**
 * Arrow keys (or j, k) walk through the rows while the table has the focus; space chooses, with shift a range; Enter
 * opens; Escape lets go. Without `isOn` only clicks are looked after.
 */
export function useRowCursor<Row>(props: {
  isOn: boolean;
  rows: readonly Row[];
  frame: RefObject<HTMLElement | null>;
  scrollTo: (index: number) => void;
  open: ((row: Row) => void) | undefined;
  nameOf: ((row: Row) => string) | undefined;
  selection: Selection<Row> | undefined;
  listKey: string | undefined;
}): RowCursor {
  const { t } = useTranslation();
  const { listKey } = props;
  const [at, setAt] = useState<{ readonly index: number; readonly listKey: string | undefined } | null>(null);
  // another list starts without a place
  const current = at?.listKey === listKey ? (at?.index ?? null) : null;
  const setCurrent = (index: number | null) => setAt(index === null ? null : { index, listKey });
  /** the row from which a range is chosen */
  const anchor = useRef<number | null>(null);
  const latest = useRef(props);
  useLayoutEffect(() => {
    if (latest.current.listKey !== listKey) anchor.current = null;
    latest.current = props;
  });

  const choose = useCallback((index: number, isRange: boolean) => {
    const { rows, selection } = latest.current;
    const row = rows[index];
    if (!selection || row === undefined) return;
    const from = anchor.current ?? index;
    if (isRange) selection.add(rows.slice(Math.min(from, index), Math.max(from, index) + 1));
    else {
      selection.toggle(row);
      anchor.current = index;
    }
  }, []);

  const moveTo = (index: number, isRange: boolean): void => {
    const { rows, frame, scrollTo } = latest.current;
    const next = Math.min(rows.length - 1, Math.max(0, index));
    if (next < 0) return;
    if (isRange) {
      anchor.current ??= current ?? next;
      choose(next, true);
    }
    setCurrent(next);
    scrollTo(next);
    frame.current?.focus({ preventScroll: true });
  };

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const target = event.target as Element;
    // React lets events of portals (menus, dialogs of a row) bubble up to here
    if (!props.isOn || event.ctrlKey || event.metaKey || event.altKey || !event.currentTarget.contains(target)) return;
    const isFrame = target === event.currentTarget;
    const from = current ?? indexOf(target) ?? -1;
    const step = stepOf(event.key, props.rows.length - 1 - from, from);
    if (step !== null) moveTo(from < 0 ? 0 : from + step, event.shiftKey);
    else if (event.key === 'Escape') {
      props.selection?.clear();
      anchor.current = null;
      setCurrent(null);
    } else if (!isFrame || current === null) return;
    else if (event.key === ' ') choose(current, event.shiftKey);
    else if (event.key === 'Enter') {
      const row = props.rows[current];
      if (row !== undefined) props.open?.(row);
    } else return;
    event.preventDefault();
  };

  const row = current === null ? undefined : props.rows[current];
  const name = row === undefined ? '' : (props.nameOf ?? props.selection?.nameOf)?.(row);
  const place = { name: name ?? '', place: (current ?? 0) + 1 };
  const isChosen = row !== undefined && props.selection?.has(row) === true;
  const said = row === undefined ? '' : t(isChosen ? 'app.table.atChosenRow' : 'app.table.atRow', place);
  return { current, said, onKeyDown, choose };
}

function stepOf(key: string, below: number, above: number): number | null {
  switch (key) {
    case 'ArrowDown':
    case 'j':
    case 'J':
      return 1;
    case 'ArrowUp':
    case 'k':
    case 'K':
      return -1;
    case 'PageDown':
      return PAGE;
    case 'PageUp':
      return -PAGE;
    case 'Home':
      return -above;
    case 'End':
      return below;
    default:
      return null;
  }
}

/** The row an element inside the table belongs to. */
function indexOf(element: Element): number | null {
  const place = Number(element.closest('[role="row"]')?.getAttribute('aria-rowindex') ?? 0);
  return place > 1 ? place - 2 : null;
}
