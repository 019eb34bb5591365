import { VisuallyHidden } from '@mantine/core';
import { IconGripVertical } from '@tabler/icons-react';
import { useEffect, useEffectEvent, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './sortable-list.module.css';

export interface SortableItem {
  readonly key: string;
  readonly label: string;
}

/**
 * A list put into order by dragging a handle (mouse, pen or finger), or with the arrow keys on the handle. Moves are
 * announced. `end` draws what stands at the right of a row, such as a button that takes it out.
 */
export function SortableList(props: {
  label: string;
  items: readonly SortableItem[];
  onChange: (keys: readonly string[]) => void;
  end?: (item: SortableItem) => ReactNode;
}) {
  const { t } = useTranslation();
  const { items, onChange } = props;
  const hint = useId();
  const list = useRef<HTMLOListElement>(null);
  const [dragged, setDragged] = useState<string | null>(null);
  const [moved, setMoved] = useState<string | null>(null);
  useEffect(() => {
    // a moved row is another place in the document: the handle must be given its focus back
    if (moved !== null)
      list.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(moved)}"] [data-handle]`)?.focus();
  }, [moved, items]);

  const move = (key: string, to: number): void => {
    const keys = items.map((item) => item.key);
    const from = keys.indexOf(key);
    const place = Math.min(keys.length - 1, Math.max(0, to));
    if (from < 0 || place === from) return;
    keys.splice(from, 1);
    keys.splice(place, 0, key);
    setMoved(key);
    onChange(keys);
  };
  const onKeyDown = (event: KeyboardEvent, key: string, index: number): void => {
    const to = { ArrowUp: index - 1, ArrowDown: index + 1, Home: 0, End: items.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    move(key, to);
  };
  const drag = useEffectEvent((clientY: number): void => {
    const rows = [...(list.current?.children ?? [])];
    const over = rows.findIndex((row) => clientY < row.getBoundingClientRect().bottom);
    if (dragged !== null) move(dragged, over < 0 ? rows.length - 1 : over);
  });
  useEffect(() => {
    if (dragged === null) return;
    // on the window: a row that is moved in the document loses what it has captured
    const onMove = (event: PointerEvent) => drag(event.clientY);
    const onEnd = () => setDragged(null);
    globalThis.addEventListener('pointermove', onMove);
    globalThis.addEventListener('pointerup', onEnd);
    globalThis.addEventListener('pointercancel', onEnd);
    return () => {
      globalThis.removeEventListener('pointermove', onMove);
      globalThis.removeEventListener('pointerup', onEnd);
      globalThis.removeEventListener('pointercancel', onEnd);
    };
  }, [dragged]);
  const place = items.findIndex((item) => item.key === moved);
  return (
    <>
      <ol ref={list} className={classes.list} aria-label={props.label}>
        {items.map((item, index) => (
          <li
            key={item.key}
            data-key={item.key}
            className={classes.row}
            data-dragged={dragged === item.key || undefined}
          >
            <button
              type="button"
              data-handle
              className={classes.handle}
              aria-label={t('app.sort.handle', { label: item.label })}
              aria-describedby={hint}
              onKeyDown={(event) => onKeyDown(event, item.key, index)}
              onPointerDown={() => setDragged(item.key)}
            >
              <IconGripVertical size={15} aria-hidden />
            </button>
            <span className={classes.label}>{item.label}</span>
            {props.end?.(item)}
          </li>
        ))}
      </ol>
      <VisuallyHidden id={hint}>{t('app.sort.hint')}</VisuallyHidden>
      <VisuallyHidden role="status">
        {place < 0
          ? ''
          : t('app.sort.moved', { label: items[place]?.label ?? '', place: place + 1, count: items.length })}
      </VisuallyHidden>
    </>
  );
}
