// From effects in percent to places on an axis. Pure functions.
//
// Effects are ratios, so an axis is symmetric in the logarithm: -50 % (twice as fast) lies as far left as +100 % lies right. Where one
// factor moves some workloads by 1 % and others tenfold, a second logarithm beyond the care band keeps the small ones legible.

export const CARE = 2;  // percent; the size of a difference that one cares about by default

const log = (percent) => Math.log1p(Math.max(percent, -99.99) / 100);

// Up to about ±20 % the axis stays linear in the log ratio: no bend to explain.
const LINEAR_UP_TO = log(20);

/** {low, high} in percent -> {position(percent) in 0..1, ticks [percent], bent}: the domain holds every interval, zero and the band. */
export function scale(intervals) {
  const low = Math.min(-CARE, ...intervals.map((i) => i.low));
  const high = Math.max(CARE, ...intervals.map((i) => i.high));
  const bent = Math.max(-log(low), log(high)) > LINEAR_UP_TO;
  const along = bent ? (p) => Math.sign(p) * Math.log1p(Math.abs(log(p)) / log(CARE)) : log;
  const pad = 0.04 * (along(high) - along(low));
  const start = along(low) - pad;
  const width = along(high) + pad - start;
  const position = (percent) => (along(percent) - start) / width;
  return {position, bent, ticks: ticks(low, high, bent, position)};
}

const BENT_TICKS = {
  left: [-2, -5, -10, -20, -50, -80, -90, -95, -98, -99, -99.9],
  right: [2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 100000],
};

const evenTicks = (sign, limit, step) =>
  Array.from({length: Math.floor(Math.abs(limit) / step + 1e-9)}, (_, i) => sign * step * (i + 1));

function ticks(low, high, bent, position) {
  const step = [0.5, 1, 2, 5, 10].find((s) => (high - low) / s <= 8) ?? 10;
  const left = bent ? BENT_TICKS.left : evenTicks(-1, low, step);
  const right = bent ? BENT_TICKS.right : evenTicks(1, high, step);
  const kept = [0];
  for (const side of [left, right]) {
    let last = 0;
    for (const tick of side) {
      if (tick < low || tick > high || Math.abs(position(tick) - position(last)) < 0.1) continue;
      kept.push(tick);
      last = tick;
    }
  }
  return kept.sort((a, b) => a - b);
}

/** "−50", "0", "+2": the axis says once that these are percent. */
export function tickText(percent) {
  if (percent === 0) return "0";
  const size = Math.abs(percent);
  return (percent < 0 ? "−" : "+") + (size >= 10000 ? `${size / 1000}k` : String(size));
}

/** Sorts by number where both have one, by text otherwise; what has no number comes last in either direction. */
export function compareCells(a, b, direction) {
  const [x, y] = [a.value, b.value];
  if (x !== undefined && y !== undefined) return direction * (x - y);
  if (x !== undefined || y !== undefined) return x !== undefined ? -1 : 1;
  return direction * a.text.localeCompare(b.text, "en", {numeric: true});
}

/** Whether every word of the query is somewhere in the text. */
export function matches(text, query) {
  const lower = text.toLowerCase();
  return query.toLowerCase().split(/\s+/).every((word) => lower.includes(word));
}
