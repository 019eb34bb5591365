import { useFormat } from '../lib/format';
import { MeterBar } from './meter-bar';

/**
 * A share of a whole as a small bar and a percentage; a dash when there is no whole. Plain spans: fit for virtual rows.
 */
export function ShareCell({ part, whole, label }: { part: number; whole: number; label: string }) {
  const format = useFormat();
  if (whole === 0) return <>—</>;
  return (
    <span style={{ display: 'flex', alignItems: 'center', gap: 8 }}>
      <MeterBar inline value={part / whole} label={label} />
      {format.percent(part, whole)}
    </span>
  );
}
