import type { Timeline } from '../../language/prompt';
import type { CellDetails, DrawModel, DrawModels, Settings } from './cell';
import { encodePrompts } from './needs';
import type { Answer, CellFiles, CheckpointFile, EncodedPrompt, Need } from './needs';
import { planPrompts, timelineSteps } from './prompt-plan';
import type { PromptPlan } from './prompt-plan';
import { Fault } from '../../schema/fault';

/** What gives `denoised` for an x at a sigma: a checkpoint, the prompts it attends to, and what it is given beside the latent. */
export type Denoiser = {
  model: DrawModel;
  /** The refiner's; not said for the cell's own. */
  checkpoint?: CheckpointFile;
  prompts: PromptPlan;
  contexts: readonly EncodedPrompt[];
  /** An inpainting network's mask and masked picture, an editing network's picture. */
  imageConditioning?: Float32Array;
};

/** The denoisers of a pass: the cell's own checkpoint and, where it takes part, the refiner. */
export type Denoisers = { base: Denoiser; refiner?: Denoiser };

type Request = { settings: Settings; files: CellFiles; details: CellDetails };
type Planned = { model: DrawModel; checkpoint?: CheckpointFile; prompts: PromptPlan };

/**
 * The denoisers of a cell's pass, or of its two where a second one of `secondSteps` follows, their prompts encoded in one need. The
 * refiner takes part in the last pass, as A1111 has it unless told otherwise. Throws unknown_choice for a refiner there is no file of.
 */
export function* prepareDenoisers(
  request: Request,
  models: DrawModels,
  secondSteps?: number
): Generator<Need, Denoisers[], Answer> {
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
  const all = plans.flatMap(pass => [pass.base, ...(pass.refiner ? [pass.refiner] : [])]);
  const contexts = yield* encodePrompts(all.flatMap(({ prompts }) => prompts.prompts));
  let at = 0;
  const denoisers = new Map<Planned, Denoiser>();
  for (const planned of all) {
    const { length } = planned.prompts.prompts;
    denoisers.set(planned, { ...planned, contexts: contexts.slice(at, at + length) });
    at += length;
  }
  return plans.map(pass => ({
    base: denoisers.get(pass.base)!,
    refiner: pass.refiner && denoisers.get(pass.refiner)
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
