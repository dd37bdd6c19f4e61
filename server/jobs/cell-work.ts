/** What the cells of a job take, held against each other: a large picture is a larger part of its job than a small one. */
import type { CellParams } from '../../schema/wire';
import type { CellWork } from '../store/cell-store';
import type { Pace } from '../store/pace-store';
import type { ExpandedCell, InSlices } from '../sweep';
import { evaluationsOf } from './lots';
import { paceKind } from './pace-meter';

/** The work of each cell in whole milliseconds, by the pace that is known of its kind when its job comes. */
export function* worksOf(
  cells: readonly Pick<ExpandedCell, 'params'>[],
  evaluations: readonly number[],
  paceOf: (params: CellParams) => Pace
): InSlices<CellWork[]> {
  const paces = new Map<string, Pace>();
  const works: CellWork[] = [];
  for (const [k, { params }] of cells.entries()) {
    const kind = paceKind(params);
    const pace = paces.get(kind) ?? paceOf(params);
    paces.set(kind, pace);
    const seconds = secondsOf(evaluations[k], pace);
    works.push({ evaluations: evaluations[k], work: Math.max(1, Math.round(seconds * 1e3)) });
    yield;
  }
  return works;
}

/** The work of a cell of which no more than its parameters is known: as if all evaluations took equally long. */
export function unmeasured(params: CellParams): CellWork {
  return { evaluations: evaluationsOf(params), work: Math.max(1, params.steps) };
}

/** Seconds of a cell that takes so many evaluations. */
export function secondsOf(evaluations: number, { evaluation_s, fixed_s }: Pace): number {
  return evaluations * evaluation_s + fixed_s;
}
