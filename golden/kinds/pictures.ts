/** Fixtures of whole pictures: diffusers' pipelines (D) and A1111's path (W), drawn as cells are. */
import type { CellParams } from '../../schema/wire';
import { openNoise } from '../../engine/random';
import { editPrompt, splitAnd } from '../../engine/prompt';
import { findSampler, planSampling } from '../../engine/sampling';
import type { SchedulerConfig } from '../../engine/sampling';
import { encodePrompt } from '../../engine/text';
import { valuesOf } from '../../engine/testing/read-tensors';
import type { Tensor } from '../../engine/testing/read-tensors';
import type { INetworks } from '../../engine/types';
import { compareNumbers } from '../compare';
import type { Item } from '../compare';
import { drawCells } from '../draw';
import type { DrawnCell } from '../draw';
import type { Fixture, Tolerance } from '../manifest';
import type { Bench, Kind } from '../runner';
import { joined } from './arrays';
import { samplerOfClass } from './diffusers-classes';

type Tensors = Map<string, Tensor>;

export const pictureKinds: Kind[] = [
  {
    name: 'diffusers pipeline',
    knows: ({ config, tensors }) => 'scheduler' in (config ?? {}) && 'out.image_u8' in (tensors ?? {}),
    check: checkPipeline
  },
  {
    name: 'A1111 picture',
    knows: ({ id, tensors }) => id.startsWith('W/') && 'out.image_u8' in (tensors ?? {}),
    check: checkWebui
  }
];

const DEFAULTS: CellParams = {
  prompt: '',
  negative_prompt: '',
  model: '',
  seed: 0,
  subseed: 0,
  subseed_strength: 0,
  steps: 20,
  cfg_scale: 7,
  sampler: 'Euler',
  scheduler: 'automatic',
  width: 512,
  height: 512,
  clip_skip: 1,
  eta: null,
  ensd: 0,
  emphasis: 'original',
  rng: 'cpu',
  flavour: 'a1111'
};

/** Arguments of a diffusers call that change nothing here, or are in the cell. */
const PIPELINE_KEYS = [
  ...[
    'scheduler',
    'scheduler_kwargs',
    'seeds',
    'prompt',
    'negative_prompt',
    'num_inference_steps',
    'height',
    'width'
  ],
  ...['guidance_scale', 'clip_skip', 'eta', 'final_latent_std', 'saturated_fraction']
];

type PipelineConfig = {
  scheduler: string;
  scheduler_kwargs: SchedulerConfig;
  seeds: number[];
  prompt: string | string[];
  negative_prompt: string | string[];
  num_inference_steps: number;
  height: number;
  width: number;
  guidance_scale: number;
  clip_skip?: number;
  eta?: number;
};

async function checkPipeline(fixture: Fixture, { folder, models }: Bench): Promise<Item[]> {
  const config = fixture.config as unknown as PipelineConfig;
  const strange = [
    ...Object.keys(config).filter(key => !PIPELINE_KEYS.includes(key)),
    ...Object.keys(fixture.tensors ?? {}).filter(key => key.startsWith('in.'))
  ];
  if (strange.length > 0) {
    return [{ name: '', outcome: 'fail', note: `unsupported: ${strange.join(', ')}` }];
  }
  const sampler = samplerOfClass(config.scheduler, config.scheduler_kwargs);
  if (!sampler) {
    return [{ name: '', outcome: 'unsupported', note: `${config.scheduler} is not one of our samplers` }];
  }
  const networks = await models.networks(fixture.model ?? '');
  const cells = config.seeds.map((seed, i): CellParams => ({
    ...DEFAULTS,
    prompt: [config.prompt].flat()[i] ?? String(config.prompt),
    negative_prompt: [config.negative_prompt].flat()[i] ?? String(config.negative_prompt),
    seed,
    steps: config.num_inference_steps,
    cfg_scale: config.guidance_scale,
    sampler,
    width: config.width,
    height: config.height,
    // diffusers counts the layers skipped, A1111 from the end.
    clip_skip: (config.clip_skip ?? 0) + 1,
    eta: config.eta ?? null,
    flavour: 'diffusers'
  }));
  const drawn = await drawCells(cells, networks, { scheduler: config.scheduler_kwargs });
  const tensors = folder.tensors(fixture);
  const size = joined(drawn.map(({ latent }) => latent)).length;
  const latents = valuesOf(tensors.get('out.latents_per_step')!).slice(-size);
  return comparePictures(drawn, latents, tensors, fixture);
}

type WebuiConfig = {
  prompt: string;
  negative_prompt: string;
  sampler: string;
  schedule: string | null;
  steps: number;
  cfg: number;
  seed: number;
  seeds: number[];
  w: number;
  h: number;
  rng: string;
  clip_skip: number;
  emphasis?: string;
  ensd?: number;
  subseed?: number;
  subseed_strength?: number;
  eta?: number;
};

const WEBUI_KEYS = [
  ...[
    'prompt',
    'negative_prompt',
    'sampler',
    'schedule',
    'steps',
    'cfg',
    'seed',
    'seeds',
    'w',
    'h',
    'rng',
    'clip_skip'
  ],
  ...['emphasis', 'ensd', 'subseed', 'subseed_strength', 'eta', 'batch', 'denoiser_calls', 'prompt_switch']
];

async function checkWebui(fixture: Fixture, { folder, models }: Bench): Promise<Item[]> {
  const config = fixture.config as unknown as WebuiConfig;
  const strange = Object.keys(config).filter(key => !WEBUI_KEYS.includes(key));
  if (strange.length > 0) {
    return [{ name: '', outcome: 'fail', note: `unsupported: ${strange.join(', ')}` }];
  }
  const networks = await models.networks(fixture.model ?? '');
  const cells = config.seeds.map((seed, image) => webuiCell(config, seed, image));
  const tensors = folder.tensors(fixture);
  // A1111's path was put together from diffusers' modules, whose UNet has its own rule for uneven sizes.
  const sizeRule = /diffusers/.test(fixture.reference ?? '') ? 'diffusers' : undefined;
  const drawn = await drawCells(cells, networks, { sizeRule });
  return [
    ...compareStart(cells, networks, tensors),
    ...(await compareConditioning(cells[0], networks, tensors, classOf(fixture, 'cond'))),
    ...comparePictures(drawn, valuesOf(tensors.get('out.latent')!), tensors, fixture)
  ];
}

function webuiCell(config: WebuiConfig, seed: number, image: number): CellParams {
  const emphasis = (config.emphasis ?? 'original').toLowerCase().replace(/ /g, '_');
  return {
    ...DEFAULTS,
    prompt: config.prompt,
    negative_prompt: config.negative_prompt,
    seed,
    subseed: (config.subseed ?? 0) + image,
    subseed_strength: config.subseed_strength ?? 0,
    steps: config.steps,
    cfg_scale: config.cfg,
    sampler: config.sampler,
    scheduler: config.schedule ?? 'automatic',
    width: config.w,
    height: config.h,
    clip_skip: config.clip_skip,
    eta: config.eta ?? null,
    ensd: config.ensd ?? 0,
    emphasis: emphasis as CellParams['emphasis'],
    rng: config.rng.toLowerCase() as CellParams['rng']
  };
}

/** The first noise and the noise levels. */
function compareStart(cells: readonly CellParams[], { info }: INetworks, tensors: Tensors): Item[] {
  const noises = cells.map(({ width, height, subseed_strength: subseedStrength, ...rest }) => {
    const shape = [info.latentChannels, height / info.latentScale, width / info.latentScale] as const;
    return openNoise({ ...rest, subseedStrength }, shape).initial;
  });
  const { sampler, scheduler, steps } = cells[0];
  const { sigmas } = planSampling({ sampler, scheduler, steps }).plan;
  return [
    // Its own class of numbers; a variation seed goes through an arc cosine.
    compareNumbers('out.noise', joined(noises), valuesOf(tensors.get('out.noise')!), { atol: 5e-6 }),
    compareNumbers('out.sigmas', sigmas, valuesOf(tensors.get('out.sigmas')!), { rtol: 2e-6 })
  ];
}

/** `out.cond.part<k>.until<n>`, a part joined by AND and the last step it is used in, and `out.uncond`. */
async function compareConditioning(
  cell: CellParams,
  networks: INetworks,
  tensors: Tensors,
  tolerance: Tolerance
): Promise<Item[]> {
  const options = { clipSkip: cell.clip_skip, emphasis: cell.emphasis };
  const items: Item[] = [];
  for (const [key, tensor] of tensors) {
    const text = key === 'out.uncond' ? cell.negative_prompt : partOf(key, cell);
    if (text !== undefined) {
      const { context } = await encodePrompt(networks, text, options);
      items.push(compareNumbers(key, context, valuesOf(tensor), tolerance));
    }
  }
  return items;
}

function partOf(key: string, { prompt, sampler, steps }: CellParams): string | undefined {
  const [, part, until] = /^out\.cond\.part(\d+)\.until(\d+)$/.exec(key) ?? [];
  if (part === undefined) {
    return undefined;
  }
  const calls = steps * findSampler(sampler).sampler.order;
  const stages = editPrompt(splitAnd(prompt)[Number(part)].text, { steps: calls });
  return stages.find(stage => stage.until === Number(until))?.text;
}

function comparePictures(
  drawn: readonly DrawnCell[],
  latents: readonly number[],
  tensors: Tensors,
  fixture: Fixture
): Item[] {
  const rgb = drawn.flatMap(each => Array.from(each.rgb));
  return [
    compareNumbers('latent', joined(drawn.map(({ latent }) => latent)), latents, classOf(fixture, 'latent')),
    compareNumbers('image', rgb, valuesOf(tensors.get('out.image_u8')!), classOf(fixture, 'image_u8'))
  ];
}

/** The tolerance of a class of tensors. */
function classOf({ tolerance = {} }: Fixture, name: string): Tolerance {
  return (tolerance[name] as Tolerance | undefined) ?? tolerance;
}
