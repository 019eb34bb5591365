import { useElementSize } from '@mantine/hooks';
import { useId } from 'react';
import { useFormat } from '../lib/format';
import { axisTicks, labelEvery } from './chart-scale';
import classes from './column-chart.module.css';

export interface ChartColumn {
  readonly key: string;
  /** below the axis; only as many are drawn as there is room for */
  readonly label: string;
  /** read when the column is pointed at */
  readonly title: string;
  readonly value: number;
  /** a part of the value or another count on the same axis, drawn in front and narrower */
  readonly front?: number;
  /** 0–1, on an axis of its own at the right; null leaves a gap */
  readonly share?: number | null;
}

const HEIGHT = 220;
const PAD = { top: 10, right: 12, bottom: 26, left: 48 };

/**
 * Columns over an axis, optionally with a second count in front and a line of shares. The picture is for the eye:
 * `label` says what it shows, and ChartCard's table holds the numbers.
 */
export function ColumnChart({ columns, label }: { columns: readonly ChartColumn[]; label: string }) {
  const format = useFormat();
  const { ref, width: measured } = useElementSize<HTMLDivElement>();
  const width = Math.max(280, measured || 640);
  const hasLine = columns.some((column) => typeof column.share === 'number');
  const right = hasLine ? 44 : PAD.right;
  const inner = { width: width - PAD.left - right, height: HEIGHT - PAD.top - PAD.bottom };
  const ticks = axisTicks(Math.max(1, ...columns.map((column) => Math.max(column.value, column.front ?? 0))));
  const top = ticks.at(-1) ?? 1;
  const shareTicks = axisTicks(Math.max(0.05, ...columns.map((column) => column.share ?? 0)) * 100);
  const shareTop = (shareTicks.at(-1) ?? 100) / 100;
  const step = inner.width / Math.max(1, columns.length);
  const bar = Math.min(36, Math.max(1.5, step * 0.68));
  const x = (index: number) => PAD.left + step * (index + 0.5);
  const y = (value: number) => PAD.top + inner.height * (1 - value / top);
  const every = labelEvery(columns.length, inner.width);
  return (
    <div ref={ref} className={classes.frame}>
      <svg width={width} height={HEIGHT} role="img" aria-label={label} className={classes.chart}>
        {ticks.map((tick) => (
          <g key={tick}>
            <line className={classes.grid} x1={PAD.left} x2={width - right} y1={y(tick)} y2={y(tick)} />
            <text className={classes.tick} x={PAD.left - 8} y={y(tick) + 4} textAnchor="end">
              {format.compact(tick)}
            </text>
          </g>
        ))}
        {hasLine
          ? shareTicks.map((tick) => (
              <text
                key={tick}
                className={classes.tick}
                x={width - right + 8}
                y={PAD.top + inner.height * (1 - tick / 100 / shareTop) + 4}
              >
                {tick}%
              </text>
            ))
          : null}
        {columns.map((column, index) => (
          <g key={column.key} className={classes.column}>
            <title>{column.title}</title>
            <rect className={classes.hit} x={x(index) - step / 2} y={PAD.top} width={step} height={inner.height} />
            <Bar x={x(index)} y={y(column.value)} width={bar} base={y(0)} tone="soft" />
            {column.front === undefined ? null : (
              <Bar x={x(index)} y={y(column.front)} width={bar} base={y(0)} tone="strong" />
            )}
            {index % every === 0 ? (
              <text className={classes.tick} x={x(index)} y={HEIGHT - 8} textAnchor="middle">
                {column.label}
              </text>
            ) : null}
          </g>
        ))}
        {hasLine ? (
          <ShareLine columns={columns} x={x} y={(share) => PAD.top + inner.height * (1 - share / shareTop)} />
        ) : null}
      </svg>
    </div>
  );
}

function Bar(props: { x: number; y: number; width: number; base: number; tone: 'soft' | 'strong' }) {
  const height = props.base - props.y;
  if (height <= 0) return null;
  return (
    <rect
      className={classes[props.tone]}
      x={props.x - props.width / 2}
      y={height < 1.5 ? props.base - 1.5 : props.y}
      width={props.width}
      height={Math.max(1.5, height)}
      rx={Math.min(3, props.width / 4)}
    />
  );
}

function ShareLine(props: {
  columns: readonly ChartColumn[];
  x: (index: number) => number;
  y: (share: number) => number;
}) {
  const id = useId();
  const points = props.columns.flatMap((column, index) =>
    typeof column.share === 'number' ? [{ key: column.key, x: props.x(index), y: props.y(column.share) }] : [],
  );
  const dots = points.length <= 60 ? points : [];
  return (
    <g pointerEvents="none">
      <polyline className={classes.line} points={points.map((point) => `${point.x},${point.y}`).join(' ')} />
      {dots.map((dot) => (
        <circle key={`${id}${dot.key}`} className={classes.dot} cx={dot.x} cy={dot.y} r={2.6} />
      ))}
    </g>
  );
}
