import { Fault, type FaultData } from '../../schema/fault';
import type { Layout, PlanAxis } from '../../schema/wire';
import type { Draft } from '../cell/spec/draft';
import { IMAGE, isVariantName, knownParameter, LAYOUT_WORDS, SIZE } from '../names/parameters';
import { axisId } from './fold-axes';
import { nearest } from '../names/nearest';
import { excerpt } from '../cell/source';
import type { SweepContext } from '../cell/types';

type WithParams = Pick<PlanAxis, 'params'>;

/** The layout as the user chose it, by axis ids; what is left out is placed by `completeLayout`. */
export function readLayout(
  draft: Draft,
  axes: readonly WithParams[],
  batched: boolean,
  given: ReadonlySet<string>,
  context: SweepContext,
  warnings: FaultData[]
): Layout {
  const layout: Layout = {};
  const all = batched ? [...axes, { params: [IMAGE] }] : axes;
  for (const word of LAYOUT_WORDS) {
    const chosen = draft.layout.get(word);
    if (!chosen) {
      continue;
    }
    const names = namesIn(chosen.name, context);
    const axis = all.find(({ params }) => axisId(params) === axisId(names)) ?? all.find(covers(names));
    if (!axis && names.length > 0 && names.every(name => given.has(name))) {
      warnings.push({ code: 'one_value', facts: { word, param: axisId(names) }, where: chosen.where });
      continue;
    }
    if (!axis) {
      const ids = all.map(({ params }) => axisId(params));
      throw new Fault(
        'not_an_axis',
        { name: excerpt(chosen.name), near: nearest(chosen.name, ids), axes: ids },
        chosen.where
      );
    }
    const id = axisId(axis.params);
    const twice = LAYOUT_WORDS.find(other => layout[other] === id);
    if (twice) {
      throw new Fault('layout_twice', { axis: id, first: twice, second: word }, chosen.where);
    }
    layout[word] = id;
  }
  return layout;
}

function covers(names: readonly string[]): (axis: WithParams) => boolean {
  return ({ params }) => names.length > 0 && names.every(name => params.includes(name));
}

function namesIn(written: string, context: SweepContext): string[] {
  return written.split('&', 32).flatMap(part => {
    const name = part.trim().toLowerCase();
    return name === 'size' ? SIZE : (knownParameter(part, context)?.name ?? (isOwnName(name) ? name : part));
  });
}

function isOwnName(name: string): boolean {
  return name === IMAGE || isVariantName(name);
}
