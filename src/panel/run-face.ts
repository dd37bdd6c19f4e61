import type { IconName } from '../icons';
import { jobUnderWay } from './submit';
import type { PanelView } from './view';
import { count, runLabel } from './words';

/** What the button of the dock says that a press would do. */
export function runFace({ model, words }: Pick<PanelView, 'model' | 'words'>): {
  label: string;
  icon: IconName;
} {
  const { trans } = words;
  const over = model.overLimit();
  const underWay = jobUnderWay(model.composed.text, model.state.jobs);
  const plan = model.lastPlan;
  if (over) {
    return { label: trans.__('Draw a sample of %1', model.runs.sampleOf(over.limit)), icon: 'play' };
  }
  if (plan === null) {
    return { label: trans.__('Run'), icon: 'play' };
  }
  if (underWay) {
    const { cells_done: done, cells_total: total } = underWay.progress;
    return { label: trans.__('Show: %1 of %2 drawn', count(done), count(total)), icon: 'grid' };
  }
  return { label: runLabel(plan, words), icon: plan.cached === plan.cells ? 'grid' : 'play' };
}
