import { VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useRef, type CSSProperties, type MouseEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { ErrorState } from './error-state';
import type { RowList } from './row-list';
import type { Selection } from './selection';
import classes from './data-table.module.css';

export interface Column<Row> {
  readonly key: string;
  readonly header: ReactNode;
  /** a CSS grid track, e.g. 'minmax(220px, 2fr)' or '96px' */
  readonly width: string;
  /** plain spans only: cells are drawn on every scrolled row */
  readonly cell: (row: Row) => ReactNode;
  readonly align?: 'end';
  /** left out on narrow screens */
  readonly wideOnly?: boolean;
}

interface DataTableProps<Row> {
  /** what the table lists, for screen readers */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly list: RowList<Row>;
  readonly rowKey: (row: Row) => string;
  /** the page a click on the row opens; put a <Link> in the main cell as well, for the keyboard */
  readonly rowHref?: (row: Row) => string;
  /** or what a click does, when it opens no page */
  readonly onRowClick?: (row: Row) => void;
  readonly rowTone?: (row: Row) => 'error' | undefined;
  readonly selection?: Selection<Row>;
  /** shown instead of the table when there is no row */
  readonly empty: ReactNode;
  readonly rowHeight?: number;
  /** fill (default): takes the rest of the page and scrolls; fixed: as high as its rows, at most `maxHeight`, in a box */
  readonly layout?: 'fill' | 'fixed';
  readonly maxHeight?: number;
}

/**
 * The list of any length: virtual rows over keyset pages (`list={useRowList(infiniteQuery)}`), sticky head, optional selection.
 * Shows its own skeleton, error and empty state; cells must be plain spans, without Mantine components.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { list, layout = 'fill' } = props;
  if (list.error !== null && list.rows.length === 0) return <ErrorState error={list.error} onRetry={list.retry} />;
  if (!list.isLoading && list.rows.length === 0) return <>{props.empty}</>;
  return <Rows {...props} layout={layout} />;
}

function Rows<Row>(props: DataTableProps<Row>) {
  const { list, selection, rowHeight = 48 } = props;
  const { t } = useTranslation();
  const narrow = useMediaQuery('(max-width: 48em)') ?? false;
  const columns = narrow ? props.columns.filter((column) => !column.wideOnly) : props.columns;
  const scroll = useRef<HTMLDivElement>(null);
  const count = list.isLoading ? 12 : list.rows.length;
  // the React Compiler is not used; rows are memoised by hand
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const { hasMore, isLoadingMore, loadMore } = list;
  useEffect(() => {
    if (hasMore && !isLoadingMore && last >= count - 30) loadMore();
  }, [hasMore, isLoadingMore, loadMore, last, count]);
  useEffect(() => {
    scroll.current?.scrollTo({ top: 0 });
  }, [list.listKey]);

  const fixed = props.layout === 'fixed';
  const tracks = `${selection ? '26px ' : ''}${columns.map((column) => column.width).join(' ')}`;
  return (
    <div className={fixed ? `${classes.frame} ${classes.fixed} ${classes.boxed}` : classes.frame}>
      <div
        className={classes.scroll}
        ref={scroll}
        tabIndex={0}
        role="group"
        aria-label={props.label}
        style={fixed ? { height: Math.min(props.maxHeight ?? 560, 40 + count * rowHeight) } : undefined}
      >
        <div
          className={classes.table}
          role="table"
          aria-label={props.label}
          aria-rowcount={hasMore ? -1 : count + 1}
          aria-busy={list.isLoading}
          style={{ '--columns': tracks } as CSSProperties}
        >
          <div role="row" className={classes.head} aria-rowindex={1}>
            {selection ? (
              <span role="columnheader" className={classes.check}>
                <input
                  type="checkbox"
                  aria-label={t('app.table.selectAll')}
                  checked={selection.covers(list.rows)}
                  ref={(box) => {
                    if (box) box.indeterminate = selection.count > 0 && !selection.covers(list.rows);
                  }}
                  onChange={() => selection.toggleAll(list.rows)}
                />
              </span>
            ) : null}
            {columns.map((column) => (
              <span
                role="columnheader"
                key={column.key}
                className={`${classes.cell} ${column.align === 'end' ? classes.end : ''}`}
              >
                {column.header === '' ? <VisuallyHidden>{t('app.action.moreActions')}</VisuallyHidden> : column.header}
              </span>
            ))}
          </div>
          <div role="rowgroup" className={classes.body} style={{ height: virtual.getTotalSize() }}>
            {items.map((item) => {
              const row = list.rows[item.index];
              const place = { index: item.index, top: item.start, height: rowHeight };
              return row === undefined || list.isLoading ? (
                <SkeletonRow key={item.key} columns={columns.length + (selection ? 1 : 0)} {...place} />
              ) : (
                <MemoRow
                  key={props.rowKey(row)}
                  row={row}
                  {...place}
                  columns={columns as readonly Column<unknown>[]}
                  href={props.rowHref?.(row)}
                  onClick={props.onRowClick as ((row: unknown) => void) | undefined}
                  tone={props.rowTone?.(row)}
                  selected={selection?.has(row)}
                  selectLabel={selection ? t('app.table.selectRow', { name: selection.nameOf(row) }) : undefined}
                  onSelect={selection?.toggle as ((row: unknown) => void) | undefined}
                />
              );
            })}
          </div>
        </div>
        {isLoadingMore ? <div className={classes.note}>{t('app.table.loadingMore')}</div> : null}
        {!hasMore && count >= 100 ? <div className={classes.note}>{t('app.table.end')}</div> : null}
      </div>
    </div>
  );
}

interface RowProps {
  readonly row: unknown;
  readonly index: number;
  readonly top: number;
  readonly height: number;
  readonly columns: readonly Column<unknown>[];
  readonly href: string | undefined;
  readonly onClick: ((row: unknown) => void) | undefined;
  readonly tone: 'error' | undefined;
  readonly selected: boolean | undefined;
  readonly selectLabel: string | undefined;
  readonly onSelect: ((row: unknown) => void) | undefined;
}

/** A click on a link, button or box inside the row is theirs; a text being selected is no click. */
const isOwnClick = (event: MouseEvent): boolean =>
  !(event.target as Element).closest('a, button, input, label') && !globalThis.getSelection()?.toString();

const MemoRow = memo(function TableRow(props: RowProps) {
  const navigate = useNavigate();
  const { href, onClick, row } = props;
  const openable = href !== undefined || onClick !== undefined;
  const open = (event: MouseEvent) => {
    if (!openable || !isOwnClick(event)) return;
    if (onClick) onClick(row);
    else if (href) void navigate(href);
  };
  return (
    // the main cell holds a link or button for the keyboard
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      role="row"
      aria-rowindex={props.index + 2}
      aria-selected={props.selected}
      className={classes.row}
      data-openable={openable || undefined}
      data-selected={props.selected || undefined}
      data-tone={props.tone}
      style={{ height: props.height, transform: `translateY(${props.top}px)` }}
      onClick={open}
    >
      {props.onSelect ? (
        <span role="cell" className={classes.check}>
          <input
            type="checkbox"
            aria-label={props.selectLabel}
            checked={props.selected ?? false}
            onChange={() => props.onSelect?.(row)}
          />
        </span>
      ) : null}
      {props.columns.map((column) => (
        <span role="cell" key={column.key} className={`${classes.cell} ${column.align === 'end' ? classes.end : ''}`}>
          {column.cell(row)}
        </span>
      ))}
    </div>
  );
});

function SkeletonRow({ columns, top, height, index }: { columns: number; top: number; height: number; index: number }) {
  return (
    <div
      role="row"
      className={classes.row}
      aria-rowindex={index + 2}
      style={{ height, transform: `translateY(${top}px)` }}
    >
      {Array.from({ length: columns }, (_, column) => (
        <span role="cell" key={column} className={classes.cell}>
          <span
            className={classes.skeleton}
            style={{ display: 'block', width: `${55 + ((index * 7 + column * 13) % 35)}%` }}
          />
        </span>
      ))}
    </div>
  );
}
