/** Remarks that say more than others: that cells of a sweep are alike, or that something that was asked for is not at work. */
const WEIGHTY: ReadonlySet<string> = new Set([
  'axis_same',
  'cells_alike',
  'values_alike',
  'no_effect',
  'no_steps',
  'sr_missing_partly',
  'hires_left_out',
  'refiner_same',
  'embedding_misfit',
  'embedding_unusable',
  'embedding_other_kind',
  'weights_missing'
]);

/** The first so many remarks that a reader should see, in their own order: weighty ones rather than others. */
export function weightiest<R extends { code: string }>(remarks: readonly R[], count: number): R[] {
  const chosen = new Set(
    remarks.toSorted((a, b) => Number(WEIGHTY.has(b.code)) - Number(WEIGHTY.has(a.code))).slice(0, count)
  );
  return remarks.filter(each => chosen.has(each));
}
