/**
 * A series as an SVG path in a box of width × height, its lowest line at zero: a curve that does not
 * start at zero makes a change look like a collapse.
 */
export function sparklinePath(
  values: readonly number[],
  width: number,
  height: number,
): { line: string; fill: string } {
  const most = Math.max(1, ...values);
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  const points = values.map((value, index) => {
    const x = round(index * step);
    const y = round(height - (Math.max(0, value) / most) * height);
    return `${x} ${y}`;
  });
  if (points.length === 0) return { line: '', fill: '' };
  const line = `M${points.join('L')}`;
  return { line, fill: `${line}L${round((points.length - 1) * step)} ${height}L0 ${height}Z` };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
