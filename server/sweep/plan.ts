/** The planner: what a sweep will cost, nothing run. */
import type { Expanded, PlanNeeds, StoredPlan } from './types';

/**
 * The price of a sweep. `unet_evals.naive` is what all cells would take one after the other, `planned` what is left to run; time,
 * memory (MB) and disk (MB) are those of the cells that still have to be drawn.
 */
export function planSweep(expanded: Expanded, needs: PlanNeeds): StoredPlan {
  const toDraw = expanded.cells.filter(cell => !needs.isCached(cell.params));
  const drawn = new Set(toDraw);
  const paramsToDraw = toDraw.map(cell => cell.params);
  const cached = expanded.cells.filter(cell => !drawn.has(cell)).map(cell => cell.params);
  const cared = paramsToDraw.filter(params => needs.isDrawn(params)).length;
  const { naive, planned } = paramsToDraw.length > 0 ? needs.count(paramsToDraw) : { naive: 0, planned: 0 };
  const naiveOfCached = cached.length > 0 ? needs.count(cached).naive : 0;
  const axes = expanded.axes.map((axis, k) => {
    const to_draw = axis.values.map(() => 0);
    for (const cell of toDraw) {
      to_draw[cell.index[k]] += 1;
    }
    return { ...axis, to_draw };
  });
  const { evaluation_s, fixed_s, factors } = needs.pace;
  const eta_s = planned * evaluation_s + paramsToDraw.length * fixed_s;
  return {
    cells: expanded.cells.length,
    cached: cached.length,
    ...(cared > 0 && { cared }),
    unet_evals: { naive: naive + naiveOfCached, planned },
    naive_to_draw: naive,
    eta_s,
    eta_range_s: factors && eta_s > 0 ? [eta_s * factors[0], eta_s * factors[1]] : null,
    memory_mb: paramsToDraw.length > 0 ? needs.memoryMb(paramsToDraw) : 0,
    disk_mb: paramsToDraw.length > 0 ? needs.diskMb(paramsToDraw) : 0,
    warnings: expanded.warnings,
    axes,
    layout: expanded.layout,
    spec: expanded.spec,
    text: expanded.text,
    fields: expanded.fields,
    base: expanded.base,
    origins: expanded.origins
  };
}
