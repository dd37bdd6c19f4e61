/** ComfyUI's drawing of a graph (`workflow`): nodes with the values of their widgets, and links between them. */
import { type Json, listIn, objectIn, textIn } from './json';

const TEXT = ['text'];
const FILE_AND_WEIGHTS = ['lora_name', 'strength_model', 'strength_clip'];
const SIDES = ['width', 'height', 'batch_size'];
/** What a page puts behind a seed: how the next one is chosen. */
const NEXT_SEED = /^(?:fixed|increment|decrement|randomize)$/;
const SAMPLER = ['sampler_name', 'scheduler'];
/** The widgets of the usual nodes in order, the choice of the next seed left out. */
const WIDGETS: ReadonlyMap<string, readonly string[]> = new Map([
  ['KSampler', ['seed', 'steps', 'cfg', ...SAMPLER, 'denoise']],
  [
    'KSamplerAdvanced',
    ['add_noise', 'noise_seed', 'steps', 'cfg', ...SAMPLER, 'start_at_step', 'end_at_step']
  ],
  ['SamplerCustom', ['add_noise', 'noise_seed', 'cfg']],
  ['KSamplerSelect', ['sampler_name']],
  ['BasicScheduler', ['scheduler', 'steps', 'denoise']],
  ['KarrasScheduler', ['steps']],
  ['RandomNoise', ['noise_seed']],
  ['CFGGuider', ['cfg']],
  ['CheckpointLoaderSimple', ['ckpt_name']],
  ['CheckpointLoader', ['config_name', 'ckpt_name']],
  ['UNETLoader', ['unet_name']],
  ['VAELoader', ['vae_name']],
  ['CLIPSetLastLayer', ['stop_at_clip_layer']],
  ['CLIPTextEncode', TEXT],
  ...(['EmptyLatentImage', 'EmptySD3LatentImage'] as const).map(type => [type, SIDES] as const),
  [
    'CLIPTextEncodeSDXL',
    ['width', 'height', 'crop_w', 'crop_h', 'target_width', 'target_height', 'text_g', 'text_l']
  ],
  ['LoraLoader', FILE_AND_WEIGHTS],
  ['LoraLoaderModelOnly', FILE_AND_WEIGHTS],
  ['LatentUpscale', ['upscale_method', 'width', 'height']],
  ['ImageScale', ['upscale_method', 'width', 'height']],
  ['LatentUpscaleBy', ['upscale_method', 'scale_by']],
  ['ImageScaleBy', ['upscale_method', 'scale_by']],
  ['UpscaleModelLoader', ['model_name']],
  ['PrimitiveNode', ['value']]
]);
/** Modes of nodes: left out, and passed through. */
const [NEVER, BYPASS] = [2, 4];
/** More nodes in a row than any drawing passes through. */
const DEPTH_MAX = 100;

type Link = { from: string; slot: number; type: string };

/** Whether an object is such a drawing. */
export function isWorkflow(json: Json): boolean {
  return Array.isArray(json.nodes) && json.nodes.some(node => typeof objectIn(node)?.type === 'string');
}

/** The graph as it would be queued: nodes by id, whose inputs are values or links. */
export function graphOfWorkflow(json: Json): Json {
  const nodes = new Map(
    listIn(json.nodes).flatMap(each => {
      const node = objectIn(each);
      return node ? [[textIn(node.id), node] as const] : [];
    })
  );
  const links = new Map(listIn(json.links).map(linkOf));
  const sourceOf = (id: unknown, depth = 0): Link | undefined => {
    const link = links.get(textIn(id));
    const from = link && nodes.get(link.from);
    if (!link || !from || depth > DEPTH_MAX || from.mode === NEVER) {
      return undefined;
    }
    const passes = from.mode === BYPASS || from.type === 'Reroute';
    const through = inputsOf(from).find(({ type }) => from.type === 'Reroute' || type === link.type);
    return passes ? through && sourceOf(through.link, depth + 1) : link;
  };
  return Object.fromEntries(
    [...nodes]
      .filter(([, { mode, type }]) => mode !== NEVER && mode !== BYPASS && type !== 'Reroute')
      .map(([id, node]) => {
        const linked = inputsOf(node).flatMap(({ name, link }): [string, unknown][] => {
          const source = sourceOf(link);
          return source ? [[textIn(name), [source.from, source.slot]]] : [];
        });
        const inputs = Object.fromEntries([...widgetsOf(node), ...linked]);
        return [id, { class_type: node.type, inputs }];
      })
  );
}

function linkOf(link: unknown): [id: string, link: Link] {
  const json = objectIn(link);
  const [id, from, slot, , , type] = json
    ? [json.id, json.origin_id, json.origin_slot, null, null, json.type]
    : listIn(link);
  return [textIn(id), { from: textIn(from), slot: Number(slot), type: textIn(type) }];
}

function inputsOf(node: Json): Json[] {
  return listIn(node.inputs)
    .map(objectIn)
    .filter(each => each !== null);
}

/** The values of a node by the names of its widgets, which newer drawings list among its inputs. */
function widgetsOf(node: Json): [string, unknown][] {
  const byName = objectIn(node.widgets_values);
  if (byName) {
    return Object.entries(byName);
  }
  const names =
    WIDGETS.get(textIn(node.type)) ??
    inputsOf(node).flatMap(({ widget }) => textIn(objectIn(widget)?.name) || []);
  const values = listIn(node.widgets_values);
  const isNext = (value: unknown, k: number): boolean =>
    k > 0 && typeof values[k - 1] === 'number' && NEXT_SEED.test(textIn(value));
  const plain = values.filter((value, k) => !isNext(value, k));
  return names.slice(0, plain.length).map((name, k) => [name, plain[k]]);
}
