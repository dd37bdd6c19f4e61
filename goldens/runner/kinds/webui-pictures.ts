/** Fixtures of A1111's whole path, from prompt to picture. */
import type { CellParams } from '../../../schema/wire';
import { openNoise } from '../../../engine/random';
import type { CellDetails, CellRequest } from '../../../engine/pipeline';
import { editPrompt, splitAnd } from '../../../language/prompt';
import { findSampler, planSampling } from '../../../engine/sampling';
import type { SamplingSettings } from '../../../engine/sampling';
import { encodePrompt } from '../../../engine/text';
import { valuesOf } from '../../../engine/testing/read-tensors';
import type { INetworks } from '../../../engine/types';
import { compareNumbers } from '../compare';
import type { Item } from '../compare';
import { drawCells } from '../draw';
import type { Fixture, Tolerance } from '../manifest';
import type { CheckContext, Kind } from '../kind';
import { itemsOf, joined } from './arrays';
import { PLAIN_CELL, classOf, compareImages, strangeKeys } from './picture-cells';
import type { Tensors } from './picture-cells';

export const webuiPictureKinds: Kind[] = [
  {
    name: 'A1111 picture',
    matches: ({ id, tensors }) => id.startsWith('W/') && 'out.image_u8' in (tensors ?? {}),
    check
  }
];

type Config = {
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
  denoise?: number;
  hr_w?: number;
  hr_h?: number;
  hr_steps?: number;
};

const KEYS: readonly string[] = [
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
  ...['emphasis', 'ensd', 'subseed', 'subseed_strength', 'eta', 'denoise', 'hr_w', 'hr_h', 'hr_steps'],
  ...['batch', 'denoiser_calls', 'hires_denoiser_calls', 'prompt_switch']
];

const INPUTS = ['in.init_latent'];

async function check(fixture: Fixture, { folder, models }: CheckContext): Promise<Item[]> {
  const config = fixture.config as unknown as Config;
  const strange = strangeKeys(fixture, KEYS, INPUTS);
  if (strange.length > 0) {
    return [{ name: '', outcome: 'fail', note: `unsupported: ${strange.join(', ')}` }];
  }
  const networks = await models.networks(fixture.model ?? '');
  const tensors = folder.tensors(fixture);
  const latents = tensors.has('in.init_latent') ? itemsOf(tensors.get('in.init_latent')) : [];
  const seen = config.seeds.map((): Float32Array[] => []);
  const cells = config.seeds.map((seed, image): CellRequest => ({
    params: cellOf(config, seed, image, latents.length > 0),
    details: {
      ...detailsOf(config, latents[image] ?? latents[0]),
      observe: latent => void seen[image].push(latent)
    }
  }));
  // A1111's path was put together from diffusers' modules, whose UNet has its own rule for uneven sizes.
  const sizeRule = /diffusers/.test(fixture.reference ?? '') ? 'diffusers' : undefined;
  const drawn = await drawCells(cells, networks, { sizeRule });
  const params = cells.map(each => each.params);
  return [
    ...compareStart(params, networks, tensors),
    ...(await compareConditioning(params[0], networks, tensors, classOf(fixture, 'cond'))),
    ...['out.first_pass_latent', 'out.upscaled_latent'].flatMap((name, k) =>
      tensors.has(name)
        ? [
            compareNumbers(
              name,
              joined(seen.map(latents => latents[k])),
              valuesOf(tensors.get(name)!),
              classOf(fixture, 'latent')
            )
          ]
        : []
    ),
    compareNumbers(
      'latent',
      joined(drawn.map(each => each.latents[each.latents.length - 1])),
      valuesOf(tensors.get('out.latent')!),
      classOf(fixture, 'latent')
    ),
    compareImages(drawn, tensors, fixture)
  ];
}

function detailsOf({ hr_w: width, hr_h: height }: Config, latent: Float32Array | undefined): CellDetails {
  return {
    ...(latent ? { latent } : {}),
    ...(width !== undefined && height !== undefined ? { hiresSize: { width, height } } : {})
  };
}

function cellOf(config: Config, seed: number, image: number, fromLatent: boolean): CellParams {
  const emphasis = (config.emphasis ?? 'original').toLowerCase().replace(/ /g, '_');
  return {
    ...PLAIN_CELL,
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
    rng: config.rng.toLowerCase() as CellParams['rng'],
    ...(fromLatent ? { denoising_strength: config.denoise } : {}),
    ...(config.hr_w === undefined
      ? {}
      : { enable_hr: true, hr_steps: config.hr_steps ?? 0, hr_denoising_strength: config.denoise })
  };
}

/** The first noise and the noise levels. */
function compareStart(cells: readonly CellParams[], { info }: INetworks, tensors: Tensors): Item[] {
  const noises = cells.map(({ width, height, subseed_strength: subseedStrength, ...rest }) => {
    const shape = [info.latentChannels, height / info.latentScale, width / info.latentScale] as const;
    return openNoise({ ...rest, subseedStrength }, shape).initial;
  });
  const { sampler, scheduler, steps, denoising_strength: strength } = cells[0];
  const { hr_steps: hiresSteps, hr_denoising_strength: hiresStrength } = cells[0];
  const latent = new Float32Array(0);
  const compareSigmas = (name: string, settings: SamplingSettings): Item =>
    compareNumbers(name, planSampling(settings).plan.sigmas, valuesOf(tensors.get(name)!), { rtol: 2e-6 });
  const init = strength === undefined ? undefined : { latent, strength };
  return [
    // Its own class of numbers; a variation seed goes through an arc cosine.
    compareNumbers('out.noise', joined(noises), valuesOf(tensors.get('out.noise')!), { atol: 5e-6 }),
    compareSigmas('out.sigmas', { sampler, scheduler, steps, init }),
    ...(tensors.has('out.hires_sigmas')
      ? [
          compareSigmas('out.hires_sigmas', {
            sampler,
            scheduler,
            steps: hiresSteps || steps,
            init: { latent, strength: hiresStrength!, hires: true }
          })
        ]
      : [])
  ];
}

/** `out.cond.part<k>.until<n>`, a part joined by AND and the last step it is used in, and `out.uncond`. */
async function compareConditioning(
  cell: CellParams,
  networks: INetworks,
  tensors: Tensors,
  tolerance: Tolerance
): Promise<Item[]> {
  const common = { clipSkip: cell.clip_skip, emphasis: cell.emphasis };
  const items: Item[] = [];
  for (const [key, tensor] of tensors) {
    const staged = key === 'out.uncond' ? { text: cell.negative_prompt } : stageNamed(key, cell);
    if (staged !== undefined) {
      const { text, ...options } = staged;
      const { context } = await encodePrompt(networks, text, { ...common, ...options });
      items.push(compareNumbers(key, context, valuesOf(tensor), tolerance));
    }
  }
  return items;
}

/** The text of a key's part and stage, and those of all its stages. */
function stageNamed(
  key: string,
  { prompt, sampler, steps }: CellParams
): { text: string; among: string[] } | undefined {
  const [, part, until] = /^out\.cond\.part(\d+)\.until(\d+)$/.exec(key) ?? [];
  if (part === undefined) {
    return undefined;
  }
  const calls = steps * findSampler(sampler).sampler.order;
  const stages = editPrompt(splitAnd(prompt)[Number(part)].text, { steps: calls });
  const text = stages.find(stage => stage.until === Number(until))?.text;
  return text === undefined ? undefined : { text, among: stages.map(stage => stage.text) };
}
