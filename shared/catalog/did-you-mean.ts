/** The one known word that `found` most likely stands for: at most a third of it mistyped, and no other as near. */
export function didYouMean(found: string, known: Iterable<string>): string | undefined {
  const limit = Math.max(1, Math.floor(found.length / 3));
  let best: string | undefined;
  let distance = limit + 1;
  let shared = false;
  for (const word of known) {
    const away = editDistance(found.toLowerCase(), word.toLowerCase(), limit);
    if (away === distance) shared = true;
    if (away >= distance) continue;
    best = word;
    distance = away;
    shared = false;
  }
  return shared ? undefined : best;
}

/** Insertions, deletions, replacements and swaps of neighbours; `limit + 1` when there are more than `limit`. */
function editDistance(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) > limit) return limit + 1;
  let before: number[] = [];
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= right.length; j += 1) next.push(cheapest({ left, right, row, before, next }, i, j));
    before = row;
    row = next;
  }
  return Math.min(row[right.length] ?? limit + 1, limit + 1);
}

type Rows = {
  readonly left: string;
  readonly right: string;
  readonly row: readonly number[];
  readonly before: readonly number[];
  readonly next: readonly number[];
};

function cheapest({ left, right, row, before, next }: Rows, i: number, j: number): number {
  const same = left[i - 1] === right[j - 1] ? 0 : 1;
  const plain = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same);
  const swapped = i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1];
  return swapped ? Math.min(plain, (before[j - 2] ?? 0) + 1) : plain;
}
