/**
 * ComfyUI: the graph that was queued, as JSON in `prompt` (`workflow` is the page's drawing of it, read where it is alone). The usual graphs are read: one sampler,
 * or a second one behind an upscaler, with what stands before them.
 */
import { ComfyGraph, type Node } from './comfy-graph';
import { graphOfWorkflow, isWorkflow } from './comfy-workflow';
import { type Json, jsonIn, objectIn, readJson, sizeIn, textIn, textOf } from './json';
import type { PictureText, Reader, Written } from './types';
import { stem } from './written';

const SAMPLERS = /^(?:KSampler(?: ?\(.*\)|Advanced|Select)?|KSampler.*|SamplerCustom(?:Advanced)?)$/;
const LORAS = /lora ?(?:tag ?)?(?:loader|stack)/i;
/** What is read below, or says nothing of the picture. */
const READ =
  /^(?:KSampler.*|SamplerCustom.*|CLIPTextEncode.*|CLIPSetLastLayer|Checkpoint ?Loader.*|UNETLoader|Lora ?Loader.*|VAE(?:Loader|Decode.*|Encode.*)|Empty(?:SD3)?LatentImage|LatentUpscale.*|ImageScale.*|UpscaleModelLoader|ImageUpscaleWithModel|SaveImage.*|PreviewImage|LoadImage|Primitive.*|Reroute|Note|.*Scheduler|KarrasScheduler|BasicGuider|CFGGuider|RandomNoise|.*[Tt]ext.*|.*String.*|Seed.*|Int.*)$/;

export const comfyUi: Reader = texts => {
  const json = graphIn(texts);
  if (!json) {
    return null;
  }
  const graph = new ComfyGraph(json);
  const samplers = graph.nodes.filter(isSampler);
  const feeding = new Set(graph.behind(samplers.map(node => graph.linked(node, 'latent_image'))));
  const last = samplers.find(node => !feeding.has(node)) ?? samplers[0];
  if (!last) {
    return null;
  }
  // The first pass of a hires fix is what it all began with.
  const first = graph.chain(last, 'latent_image', isSampler).at(-1) ?? last;
  const latent = graph.upstream(
    first,
    ['latent_image'],
    ({ inputs }) => 'width' in inputs && 'height' in inputs
  );
  const loaders = graph.chain(first, modelInput(first), ({ type }) => LORAS.test(type)).reverse();
  const loras = loaders.map(node => lorasOf(graph, node));
  const skip = graph.upstream(first, ['positive', 'guider'], ({ type }) => type === 'CLIPSetLastLayer');
  const vae = graph.nodes.find(({ type }) => type === 'VAELoader');
  const fromPicture = graph.upstream(first, ['latent_image'], ({ type }) => /^VAEEncode/.test(type));
  const second = refiner(graph, first, last) ?? secondPass(graph, first, last);
  const denoise = Number(graph.value(first, 'denoise') ?? 1);
  return {
    writer: 'ComfyUI',
    prompt: promptOf(graph, first, 'positive'),
    negative: promptOf(graph, first, 'negative'),
    loras: loras.flatMap(each => each ?? []),
    pairs: [
      ['Steps', settingOf(graph, first, 'steps')],
      ['Sampler', settingOf(graph, first, 'sampler_name')],
      ['Schedule type', settingOf(graph, first, 'scheduler')],
      ['CFG scale', settingOf(graph, first, 'cfg')],
      ['Seed', graph.value(first, 'seed') ?? settingOf(graph, first, 'noise_seed')],
      ['Size', sizeIn(graph.value(latent, 'width'), graph.value(latent, 'height'))],
      ['Model', checkpointOf(graph, first)],
      ['VAE', stem(graph.text(vae, 'vae_name'))],
      ['Denoising strength', fromPicture && denoise < 1 ? denoise : undefined],
      ['Clip skip', skip && Math.abs(Number(graph.value(skip, 'stop_at_clip_layer') ?? -1))],
      ['RNG', 'CPU'],
      ...second
    ],
    unused: [
      ...graph.nodes.filter(({ type }) => !READ.test(type) && !LORAS.test(type)).map(({ type }) => type),
      ...samplers.filter(node => node !== first && node !== last).map(({ type }) => type),
      ...loaders.filter((_, k) => loras[k] === null).map(({ type }) => type)
    ]
  };
};

/** The LoRAs of a loader: its own, its numbered ones, or objects as rgthree has them; null where none can be told. */
function lorasOf(graph: ComfyGraph, node: Node): NonNullable<Written['loras']>[number][] | null {
  const slots = Object.keys(node.inputs).filter(key => /^lora(?:_name)?(?:_\d+)?$/i.test(key));
  const found = slots.map(key => {
    const [number = ''] = /_\d+$/.exec(key) ?? [];
    const slot = objectIn(node.inputs[key]);
    const on = slot ? slot.on : graph.value(node, `switch${number}`);
    const weightOf = (...names: string[]): string =>
      names.map(name => (slot ? textIn(slot[name]) : graph.text(node, name))).find(text => text !== '') ?? '';
    const unet = weightOf(
      ...[
        'strength',
        `strength_model${number}`,
        `model_weight${number}`,
        `model_str${number}`,
        `strength${number}`,
        `lora_wt${number}`
      ]
    );
    const weight = /modelonly/i.test(node.type)
      ? '0'
      : weightOf(...['strengthTwo', `strength_clip${number}`, `clip_weight${number}`, `clip_str${number}`]);
    return {
      name: slot ? textIn(slot.lora) : graph.text(node, key),
      isOn: on !== false && !/^off$/i.test(String(on)),
      weight: weight || unet || 1,
      unet: unet || 1
    };
  });
  return found.length === 0
    ? null
    : found
        .filter(({ name, isOn }) => isOn && !/^(?:none)?$/i.test(name))
        .map(({ name, weight, unet }) => ({ name, weight, unet }));
}

/** The graph in `prompt`, or in the Exif field that ComfyUI's WebP pictures have for it; else that of the page's drawing. */
function graphIn(texts: readonly PictureText[]): Json | null {
  const isGraph = (json: Json): boolean =>
    Object.values(json).some(node => typeof objectIn(node)?.class_type === 'string');
  const named = readJson(textOf(texts, 'prompt'));
  if (named && isGraph(named)) {
    return named;
  }
  const fields = texts.map(({ key, text }) => ({ key, text: text.replace(/^prompt:\s*/i, '') }));
  const found = jsonIn(fields, json => isGraph(json) || isGraph(objectIn(json.prompt) ?? {}));
  if (found) {
    return isGraph(found) ? found : objectIn(found.prompt);
  }
  const drawn = jsonIn(
    texts.map(({ key, text }) => ({ key, text: text.replace(/^workflow:\s*/i, '') })),
    isWorkflow
  );
  return drawn && graphOfWorkflow(drawn);
}

function isSampler({ type, inputs }: Node): boolean {
  return SAMPLERS.test(type) && ('latent_image' in inputs || 'latent' in inputs);
}

/** The file that a sampler's model comes from; '' where none is named. */
function checkpointOf(graph: ComfyGraph, sampler: Node): string {
  const isLoader = ({ inputs }: Node): boolean => 'ckpt_name' in inputs || 'unet_name' in inputs;
  const loader = graph.upstream(sampler, [modelInput(sampler)], isLoader);
  return stem(graph.text(loader, 'ckpt_name') || graph.text(loader, 'unet_name'));
}

function modelInput({ inputs }: Node): string {
  return 'guider' in inputs ? 'guider' : 'model';
}

/** A setting of a sampler, or of the nodes that the custom sampler is put together from. */
function settingOf(graph: ComfyGraph, node: Node, name: string): string | number | boolean | undefined {
  const part = graph.upstream(node, ['sigmas', 'sampler', 'noise', 'guider'], ({ inputs }) => name in inputs);
  return graph.value(node, name) ?? graph.value(part, name);
}

/** The words of a side: those of the first encoder on the way to it, SDXL's two as one where they are equal. */
function promptOf(graph: ComfyGraph, sampler: Node, side: 'positive' | 'negative'): string {
  const from = sampler.inputs[side] === undefined && side === 'positive' ? ['guider'] : [side];
  const guider = graph.linked(sampler, 'guider');
  const start = guider && guider.inputs[side] !== undefined ? guider : sampler;
  const isEncoder = ({ inputs }: Node): boolean => ['text', 'text_g', 'clip_l'].some(name => name in inputs);
  const encoder = graph.upstream(start, start === guider ? [side] : from, isEncoder);
  const texts = ['text', 'text_g', 'text_l', 'clip_l'].map(name => graph.text(encoder, name).trim());
  return [...new Set(texts.filter(text => text !== ''))].join(' ');
}

/** The second checkpoint that goes on with the first one's steps, from one of them on; null when there is none. */
function refiner(graph: ComfyGraph, first: Node, last: Node): [string, unknown][] | null {
  const [start, steps] = [graph.value(last, 'start_at_step'), settingOf(graph, last, 'steps')].map(Number);
  const name = checkpointOf(graph, last);
  const goesOn = start > 0 && start < steps && Number(graph.value(first, 'start_at_step') ?? 0) === 0;
  return first !== last && goesOn && name !== '' && name !== checkpointOf(graph, first)
    ? [
        ['Refiner', name],
        ['Refiner switch at', Number((start / steps).toFixed(4))]
      ]
    : null;
}

/** The hires fix that a second sampler with an upscaler before it is. */
function secondPass(graph: ComfyGraph, first: Node, last: Node): [string, unknown][] {
  if (first === last) {
    return [];
  }
  const upscale = graph.upstream(
    last,
    ['latent_image'],
    ({ type, inputs }) => 'upscale_method' in inputs || type === 'ImageUpscaleWithModel'
  );
  const scale = graph.value(upscale, 'scale_by');
  const resized = sizeIn(graph.value(upscale, 'width'), graph.value(upscale, 'height'));
  const model = graph.upstream(last, ['latent_image'], ({ type }) => type === 'UpscaleModelLoader');
  if (!upscale || (scale === undefined && resized === undefined && !model)) {
    return [];
  }
  const isLatent = /^Latent/.test(upscale.type);
  return [
    ['Denoising strength', graph.value(last, 'denoise')],
    ['Hires upscale', scale ?? (resized ? undefined : 2)],
    ['Hires resize', scale === undefined ? resized : undefined],
    ['Hires steps', graph.value(last, 'steps')],
    ['Hires upscaler', model ? stem(graph.text(model, 'model_name')) : isLatent ? 'Latent' : 'Lanczos'],
    ['Hires sampler', otherThan(graph, first, last, 'sampler_name')],
    ['Hires CFG Scale', otherThan(graph, first, last, 'cfg')]
  ];
}

function otherThan(graph: ComfyGraph, first: Node, last: Node, name: string): string | undefined {
  const text = textIn(graph.value(last, name));
  return text !== textIn(graph.value(first, name)) ? text : undefined;
}
