/** Everything the preflight remarks on a sweep that can be drawn: each once, where it is written. */
import type { AllParams } from '../../schema/catalogue';
import type { FaultData } from '../../schema/fault';
import type { PlanAxis, Where } from '../../schema/wire';
import type { SweepContext } from '../../language/cell';
import type { NormalForm } from '../../language/cell/spec/normal-form';
import { IMAGE, isVariantName } from '../../language/names/parameters';
import { CellKinds } from './cell-kinds';
import { idleValues } from './idle-values';
import { ODD_CELLS } from './odd-cells';
import { promptRemarks } from './prompt-remarks';
import type { InSlices } from './in-slices';
import { saidIn } from './said';
import { sameCells } from './same-cells';
import type { ExpandedCell } from './types';

type Axis = Omit<PlanAxis, 'to_draw'>;
type Settled = Pick<NormalForm, 'spec' | 'written'> & { places: Readonly<Record<string, Where>> };

/** The remarks on the cells that were chosen of a sweep; `axes` are those before any are folded. */
export function* remarksOn(
  cells: readonly ExpandedCell[],
  axes: readonly Axis[],
  settled: Settled,
  context: SweepContext
): InSlices<FaultData[]> {
  const { places, spec } = settled;
  const said = saidIn(spec);
  const kinds = yield* CellKinds.among(cells, said.values.keys(), context);
  yield;
  const idle = idleValues(said, kinds);
  yield;
  const at = (...names: string[]): { where?: Where } => {
    const where = names.map(name => places[name]).find(place => place !== undefined);
    return where ? { where } : {};
  };
  const all: FaultData[] = [];
  const fromPictures = cells.some(({ params }) => params.init_image);
  if (fromPictures && said.values.get('enable_hr')?.includes(true)) {
    all.push({ code: 'hires_left_out', facts: {}, ...at('enable_hr') });
  }
  const idleRun = stepless(kinds);
  if (idleRun) {
    const { sampler, steps } = idleRun;
    all.push({
      code: 'no_steps',
      facts: { sampler, steps },
      ...at('steps', 'denoising_strength', 'sampler')
    });
  }
  for (const [name, because] of idle) {
    // What follows from a run without steps is told by that.
    if (idleRun && because.code !== 'idle_needs') {
      continue;
    }
    if (name !== 'enable_hr' || !fromPictures) {
      all.push({ code: 'no_effect', facts: { param: name, because }, ...at(name) });
    }
  }
  for (const { axis, ...found } of yield* sameCells(cells, axes, kinds, new Set(idle.keys()), context)) {
    all.push({ ...found, ...at(...(axis?.params ?? []).map(wordOf)) });
  }
  yield;
  const odd = oddCells(cells, kinds, context).filter(({ words }) => !words.some(word => idle.has(word)));
  all.push(...odd.map(({ words, ...found }) => ({ ...found, ...at(...words) })));
  all.push(
    ...choiceOfCells(cells.length, axes, settled).map(({ word, ...found }) => ({ ...found, ...at(word) }))
  );
  yield;
  all.push(...(yield* promptRemarks(cells, settled, context)));
  return all;
}

/** Steps below which a sampler may have none to make. */
const FEW_STEPS = 4;

/** The first kind that is drawn without a step of its sampler. */
function stepless(kinds: CellKinds): AllParams | undefined {
  return kinds.all.find(kind => {
    const { steps, init_image: picture, denoising_strength: strength } = kind;
    return steps * (picture === null ? 1 : strength) < FEW_STEPS && kinds.asksNothing(kind);
  });
}

/** The word under which an axis was written. */
function wordOf(param: string): string {
  return isVariantName(param) ? 'prompt' : param === IMAGE ? 'batch_count' : param;
}

type Odd = Pick<FaultData, 'code' | 'facts'> & { words: readonly string[] };

/** What is odd about single cells, with the facts of the first that earns it. */
function oddCells(
  cells: readonly ExpandedCell[],
  kinds: CellKinds,
  { models }: Pick<SweepContext, 'models'>
): Odd[] {
  const checkpoints = new Map(
    models.filter(({ kind }) => kind === 'checkpoint').map(model => [model.name, model])
  );
  const open = new Set(ODD_CELLS);
  const looked = new Set<string>();
  const found: Odd[] = [];
  cells.forEach(({ params }, k) => {
    const { width, height } = params;
    const model = checkpoints.get(params.model);
    const key = `${kinds.of[k]} ${width} ${height}`;
    if (!model || looked.has(key)) {
      return;
    }
    looked.add(key);
    const all = { ...kinds.all[kinds.of[k]], width, height };
    for (const odd of open) {
      const facts = odd.facts(all, model);
      if (facts) {
        open.delete(odd);
        found.push({ code: odd.code, facts, words: odd.at });
      }
    }
  });
  return found;
}

type Chosen = Pick<FaultData, 'code' | 'facts'> & { word: string };

/** Conditions and samples that leave every cell in. */
function choiceOfCells(cells: number, axes: readonly Axis[], { spec }: Settled): Chosen[] {
  const total = axes.reduce((product, { values }) => product * values.length, 1);
  const { where, sample } = spec;
  const chosen: Chosen[] = [];
  if (where && cells === total) {
    chosen.push({ code: 'where_keeps_all', facts: { cells }, word: 'where' });
  }
  if (sample && (where ? sample > cells : sample >= total)) {
    chosen.push({ code: 'sample_keeps_all', facts: { sample, cells }, word: 'sample' });
  }
  return chosen;
}
