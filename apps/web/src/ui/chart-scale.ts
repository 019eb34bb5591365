/** Round numbers from 0 up to at least `max`, four or five of them; whole numbers for counts. */
export function axisTicks(max: number): readonly number[] {
  const rough = Math.max(max, 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 2.5, 5, 10].find((one) => one * power >= rough) ?? 10;
  const step = Math.max(1, factor * power);
  const whole = Number.isInteger(step) ? step : Math.ceil(step);
  return Array.from({ length: Math.max(1, Math.ceil(max / whole)) + 1 }, (_, index) => index * whole);
}

/** Every how many columns a label fits below the axis, in steps that read well. */
export function labelEvery(count: number, width: number, labelWidth = 58): number {
  const room = Math.max(1, Math.floor(width / labelWidth));
  return [1, 2, 3, 4, 6, 12, 24, 48, 96].find((step) => count / step <= room) ?? 200;
}
