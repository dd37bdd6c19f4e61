/** What Lab's commands are done with: what they are told, else what has the focus. */
import type { Args } from '../actions';
import type { JobTarget, ParameterTarget, PromptTarget } from './actions';
import type { PanelView } from './view';

export function jobTarget(view: PanelView, args: Args): JobTarget | null {
  const id = args.job ?? inFocus('data-job');
  const job = view.model.state.jobs.find(each => each.id === id);
  return job ? { view, job } : null;
}

export function parameterTarget(view: PanelView, args: Args): ParameterTarget | null {
  const name = args.name ?? inFocus('data-param');
  return typeof name === 'string' ? { view, name } : null;
}

export function promptTarget(view: PanelView): PromptTarget | null {
  const area = document.activeElement;
  return area instanceof HTMLTextAreaElement && area.matches('.jd-Prompt-text') ? { view, area } : null;
}

function inFocus(attribute: string): string | null {
  return document.activeElement?.closest(`[${attribute}]`)?.getAttribute(attribute) ?? null;
}
