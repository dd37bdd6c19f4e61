/** Fixtures of diffusers' pipelines, drawn as cells of its flavour are. */
import type { CellParams } from '../../../schema/wire';
import type { CellDetails, CellFiles, CellRequest } from '../../../engine/pipeline';
import type { SchedulerConfig } from '../../../engine/sampling';
import { valuesOf } from '../../../engine/testing/read-tensors';
import type { ModelInfo } from '../../../engine/types';
import { compareNumbers } from '../compare';
import type { Item } from '../compare';
import { drawCells } from '../draw';
import type { Fixture } from '../manifest';
import type { CheckContext, Kind } from '../kind';
import { joined } from './arrays';
import { samplerOfClass } from './diffusers-classes';
import { PLAIN_CELL, classOf, compareImages, pictureOf, strangeKeys } from './picture-cells';
import type { Tensors } from './picture-cells';

export const pipelineKinds: Kind[] = [
  {
    name: 'diffusers pipeline',
    matches: ({ config, tensors }) => 'scheduler' in (config ?? {}) && 'out.image_u8' in (tensors ?? {}),
    check
  }
];

/** Height and width, or top and left. */
type Pair = readonly [number, number];

type Config = {
  scheduler: string;
  scheduler_kwargs: SchedulerConfig;
  seeds: number[];
  prompt: string | string[];
  negative_prompt?: string | null | (string | null)[];
  prompt_2?: string | string[];
  negative_prompt_2?: string | string[];
  num_inference_steps: number;
  height?: number;
  width?: number;
  guidance_scale: number;
  guidance_rescale?: number;
  image_guidance_scale?: number;
  strength?: number;
  clip_skip?: number;
  eta?: number;
  original_size?: Pair;
  crops_coords_top_left?: Pair;
  target_size?: Pair;
  negative_original_size?: Pair;
  negative_crops_coords_top_left?: Pair;
  negative_target_size?: Pair;
  aesthetic_score?: number;
  negative_aesthetic_score?: number;
};

const KEYS: readonly string[] = [
  ...['scheduler', 'scheduler_kwargs', 'seeds', 'prompt', 'negative_prompt', 'prompt_2', 'negative_prompt_2'],
  ...['num_inference_steps', 'height', 'width', 'guidance_scale', 'guidance_rescale', 'image_guidance_scale'],
  ...['strength', 'clip_skip', 'eta', 'original_size', 'crops_coords_top_left', 'target_size'],
  ...['negative_original_size', 'negative_crops_coords_top_left', 'negative_target_size'],
  ...['aesthetic_score', 'negative_aesthetic_score', 'final_latent_std', 'saturated_fraction']
];
const TAKE_ETA = ['DDIMScheduler', 'TCDScheduler'];
const INPUTS = ['in.image', 'in.mask_image'];

async function check(fixture: Fixture, { folder, models }: CheckContext): Promise<Item[]> {
  const config = fixture.config as unknown as Config;
  const strange = strangeKeys(fixture, KEYS, INPUTS);
  if (strange.length > 0) {
    return [{ name: '', outcome: 'fail', note: `unsupported: ${strange.join(', ')}` }];
  }
  const sampler = samplerOfClass(config.scheduler);
  if (!sampler) {
    return [{ name: '', outcome: 'fail', note: `unsupported: ${config.scheduler}` }];
  }
  const networks = await models.networks(fixture.model ?? '');
  const tensors = folder.tensors(fixture);
  const zeros = folder.hasZerosForNothing(fixture.model ?? '');
  const nothing = (image: number): boolean => zeros && at(config.negative_prompt ?? null, image) === null;
  const seen = config.seeds.map((): Float32Array[] => []);
  const cells = config.seeds.map((seed, image): CellRequest => {
    const params = { ...cellOf(config, tensors, networks.info, image), seed, sampler };
    const observe = (latent: Float32Array): void => void seen[image].push(latent);
    const details = {
      ...detailsOf(config, params, networks.info, image),
      noNegative: nothing(image),
      observe
    };
    return { params, files: filesOf(tensors, image), details };
  });
  const drawn = await drawCells(cells, networks, { scheduler: config.scheduler_kwargs });
  const steps = seen[0].flatMap((_, step) => seen.map(latents => latents[step] ?? new Float32Array(0)));
  const expected = valuesOf(tensors.get('out.latents_per_step')!);
  return [
    compareNumbers('latents per step', joined(steps), expected, classOf(fixture, 'latent')),
    compareImages(drawn, tensors, fixture)
  ];
}

/** What an argument that may be a list is for one image. */
const at = <T>(value: T | T[], image: number): T => (Array.isArray(value) ? value[image] : value);

function cellOf(config: Config, tensors: Tensors, { task }: ModelInfo, image: number): CellParams {
  const picture = tensors.has('in.image') ? pictureOf(tensors.get('in.image')!) : null;
  const masked = tensors.has('in.mask_image');
  const base = {
    ...PLAIN_CELL,
    flavour: 'diffusers' as const,
    prompt: at(config.prompt, image),
    negative_prompt: at(config.negative_prompt ?? null, image) ?? '',
    steps: config.num_inference_steps,
    cfg_scale: config.guidance_scale,
    width: config.width ?? picture?.width ?? PLAIN_CELL.width,
    height: config.height ?? picture?.height ?? PLAIN_CELL.height,
    // diffusers counts the layers skipped, A1111 from the end.
    clip_skip: (config.clip_skip ?? 0) + 1,
    // Pipelines tell classes that take one, whatever the class's own.
    eta: config.eta ?? (TAKE_ETA.includes(config.scheduler) ? 0 : null),
    cfg_rescale: config.guidance_rescale ?? 0
  };
  if (!picture) {
    return base;
  }
  return {
    ...base,
    init_image: 'image',
    ...(config.strength === undefined ? {} : { denoising_strength: config.strength }),
    ...(task === 'edit' ? { image_cfg_scale: config.image_guidance_scale ?? 1.5 } : {}),
    ...(masked ? { mask: 'mask', mask_blur: 0, inpainting_fill: 'original' } : {})
  };
}

function filesOf(tensors: Tensors, image: number): CellFiles {
  const named = { image: tensors.get('in.image'), mask: tensors.get('in.mask_image') };
  const pictures = Object.entries(named).flatMap(([name, tensor]) =>
    tensor ? [[name, pictureOf(tensor, image)] as const] : []
  );
  return { pictures: Object.fromEntries(pictures) };
}

function detailsOf(config: Config, size: CellParams, info: ModelInfo, image: number): CellDetails {
  const { prompt_2: second, negative_prompt_2: negativeSecond } = config;
  return {
    ...(second === undefined ? {} : { second: at(second, image) }),
    ...(negativeSecond === undefined ? {} : { negativeSecond: at(negativeSecond, image) }),
    ...(info.sizeIds > 0 ? idsOf(config, size, info) : {})
  };
}

/** The size ids of the calls' arguments, with the pipelines' own rules for what is left out. */
function idsOf(
  config: Config,
  { height, width, init_image: given }: CellParams,
  info: ModelInfo
): CellDetails {
  const { original_size: original = [height, width], target_size: target = [height, width] } = config;
  const { crops_coords_top_left: crop = [0, 0], negative_crops_coords_top_left: negativeCrop = [0, 0] } =
    config;
  const { aesthetic_score: score = 6, negative_aesthetic_score: negativeScore = 2.5 } = config;
  const { negative_original_size: negativeOriginal, negative_target_size: negativeTarget } = config;
  const positive = [...original, ...crop, ...target];
  if (info.sizeIds === 5) {
    return {
      ids: [...original, ...crop, score],
      negativeIds: [...(negativeOriginal ?? original), ...negativeCrop, negativeScore]
    };
  }
  if (given) {
    // Pictures' pipelines give the negative prompt the positive one's crop.
    const negative = [...(negativeOriginal ?? original), ...crop, ...(negativeTarget ?? target)];
    return { ids: positive, negativeIds: negative };
  }
  const said = negativeOriginal && negativeTarget;
  return {
    ids: positive,
    negativeIds: said ? [...negativeOriginal, ...negativeCrop, ...negativeTarget] : positive
  };
}
