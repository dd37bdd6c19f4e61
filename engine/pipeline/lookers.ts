import type { Timeline } from '../../language/prompt';
import type { CellDetails, DrawModel, DrawModels, Settings } from './cell';
import { encoded } from './needs';
import type { Answer, CellFiles, CheckpointFile, Need } from './needs';
import { planPrompts, timelineSteps } from './prompt-plan';
import type { PromptPlan } from './prompt-plan';
import type { Looker } from './sampled';
import { Fault } from '../../schema/fault';

/** Who looks at what in a pass: the cell's own checkpoint and, where it takes part, the refiner. */
export type Lookers = { base: Looker; refiner?: Looker };

type Request = { settings: Settings; files: CellFiles; details: CellDetails };
type Planned = { model: DrawModel; checkpoint?: CheckpointFile; prompts: PromptPlan };

/**
 * The lookers of a cell's pass, or of its two where a second one of `secondSteps` follows, their prompts encoded in one need. The refiner takes part in the last pass, as A1111 has it unless told
 * otherwise. Throws unknown_choice for a refiner there is no file of.
 */
export function* lookersOf(
  request: Request,
  models: DrawModels,
  secondSteps?: number
): Generator<Need, Lookers[], Answer> {
  const { settings } = request;
  const counted = timelineSteps(settings, settings.steps);
  const timelines: Timeline[] = [
    { steps: counted },
    ...(secondSteps === undefined
      ? []
      : [{ steps: timelineSteps(settings, secondSteps), stepsBefore: counted }])
  ];
  const refiner = refinerOf(request, models);
  const plans = timelines.map((timeline, pass) => {
    const planned = (model: DrawModel, checkpoint?: CheckpointFile): Planned => ({
      model,
      checkpoint,
      prompts: planPrompts({ ...request, model, checkpoint, timeline })
    });
    const refines = refiner !== null && pass === timelines.length - 1;
    return {
      base: planned(models.base),
      refiner: refines ? planned(refiner.model, refiner.checkpoint) : undefined
    };
  });
  const all = plans.flatMap(({ base, refiner: late }) => [base, ...(late ? [late] : [])]);
  const contexts = yield* encoded(all.flatMap(({ prompts }) => prompts.prompts));
  let at = 0;
  const lookers = new Map<Planned, Looker>();
  for (const planned of all) {
    const { length } = planned.prompts.prompts;
    lookers.set(planned, { ...planned, contexts: contexts.slice(at, at + length) });
    at += length;
  }
  return plans.map(({ base, refiner: late }) => ({
    base: lookers.get(base)!,
    refiner: late && lookers.get(late)
  }));
}

function refinerOf(
  { settings, files }: Request,
  { refiner: model }: DrawModels
): { model: DrawModel; checkpoint: CheckpointFile } | null {
  const { refiner: value, refiner_switch_at: share } = settings;
  if (value === null || share >= 1) {
    return null;
  }
  if (!files.refiner || !model) {
    throw new Fault('unknown_choice', { param: 'refiner', value, choices: [] });
  }
  return { model, checkpoint: files.refiner };
}
