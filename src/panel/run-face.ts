import type { IconName } from '../icons';
import { jobUnderWay } from './submit';
import type { PanelView } from './view';
import { count, runLabel } from './words';

/** What the button of the dock says that a press would do. */
export function runFace({ model, words }: Pick<PanelView, 'model' | 'words'>): {
  label: string;
  icon: IconName;
} {
  const { say } = words;
  const over = model.verdict.overLimit();
  const underWay = jobUnderWay(model.composed.text, model.state.jobs);
  const plan = model.lastPlan;
  if (over) {
    return { label: say('draw_sample', { cells: model.runs.sampleOf(over.limit) }), icon: 'play' };
  }
  if (plan === null) {
    return { label: say('run'), icon: 'play' };
  }
  if (underWay) {
    const { cells_done: done, cells_total: total } = underWay.progress;
    return { label: say('show_drawn_of', { done: count(done), total: count(total) }), icon: 'grid' };
  }
  return { label: runLabel(plan, words), icon: plan.cached === plan.cells ? 'grid' : 'play' };
}
