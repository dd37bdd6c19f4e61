/** The page's drawing of a graph is read like the graph itself, and LoRAs with both their weights. */
import { settingsIn } from './index';

type Node = { id: number; type: string; mode?: number; inputs?: unknown; widgets_values?: unknown };

function drawing(...others: readonly Node[]): { nodes: Node[]; links: unknown[]; version: number } {
  return {
    nodes: [
      {
        id: 3,
        type: 'KSampler',
        inputs: [
          { name: 'model', type: 'MODEL', link: 1 },
          { name: 'positive', type: 'CONDITIONING', link: 2 },
          { name: 'negative', type: 'CONDITIONING', link: 3 },
          { name: 'latent_image', type: 'LATENT', link: 4 }
        ],
        widgets_values: [42, 'randomize', 11, 6, 'dpmpp_2m', 'karras', 1]
      },
      { id: 4, type: 'CheckpointLoaderSimple', widgets_values: ['dreams v1.5.safetensors'] },
      { id: 5, type: 'EmptyLatentImage', widgets_values: [64, 96, 1] },
      { id: 6, type: 'CLIPTextEncode', widgets_values: ['a cat'] },
      { id: 7, type: 'CLIPTextEncode', widgets_values: ['bad'] },
      ...others
    ],
    links: [
      [1, 10, 0, 3, 0, 'MODEL'],
      [2, 6, 0, 3, 1, 'CONDITIONING'],
      [3, 7, 0, 3, 2, 'CONDITIONING'],
      [4, 5, 0, 3, 3, 'LATENT'],
      [5, 4, 0, 10, 0, 'MODEL']
    ],
    version: 0.4
  };
}

const lora = (mode: number, type = 'LoraLoader'): Node => ({
  id: 10,
  type,
  mode,
  inputs: [{ name: 'model', type: 'MODEL', link: 5 }],
  widgets_values: ['ink.safetensors', 0.7, 0]
});
const textOf = (json: unknown, key = 'workflow'): string | undefined =>
  settingsIn([{ key, text: JSON.stringify(json) }])?.text;

const PAIRS =
  'Steps: 11, Sampler: dpmpp_2m, Schedule type: karras, CFG scale: 6, Seed: 42, Size: 64x96, Model: dreams v1.5, RNG: CPU';

test.each(['workflow', 'prompt', 'UserComment'])('a drawing in %s', key =>
  expect(textOf(drawing(lora(0)), key)).toBe(`a cat <lora:ink:0:0.7>\nNegative prompt: bad\n${PAIRS}`)
);

test('nodes that are passed by, rerouted or of no effect on the text encoders', () => {
  expect(textOf(drawing(lora(4)))).toBe(`a cat\nNegative prompt: bad\n${PAIRS}`);
  expect(textOf(drawing({ ...lora(0), type: 'Reroute' }))).toBe(`a cat\nNegative prompt: bad\n${PAIRS}`);
  expect(textOf(drawing(lora(0, 'LoraLoaderModelOnly')))).toContain('a cat <lora:ink:0:0.7>\n');
});

test('links as objects, and widgets that are listed among the inputs', () => {
  const { links, ...rest } = drawing({
    id: 10,
    type: 'SomeLoraLoader',
    inputs: [
      { name: 'model', type: 'MODEL', link: 5 },
      { name: 'lora_name', widget: { name: 'lora_name' }, link: null },
      { name: 'strength_model', widget: { name: 'strength_model' }, link: null }
    ],
    widgets_values: ['ink.safetensors', 0.5]
  });
  const asObjects = (links as [number, number, number, number, number, string][]).map(
    ([id, origin_id, origin_slot, target_id, target_slot, type]) => ({
      id,
      origin_id,
      origin_slot,
      target_id,
      target_slot,
      type
    })
  );
  expect(textOf({ ...rest, links: asObjects })).toContain('a cat <lora:ink:0.5>\n');
});

test.each([
  [
    'LoraLoader',
    { lora_name: 'ink.safetensors', strength_model: 0.7, strength_clip: 0.5 },
    '<lora:ink:0.5:0.7>'
  ],
  ['LoraLoader', { lora_name: 'ink.safetensors', strength_model: 0.7, strength_clip: 0 }, '<lora:ink:0:0.7>'],
  ['LoraLoader', { lora_name: 'ink.safetensors', strength_model: 0.7, strength_clip: 0.7 }, '<lora:ink:0.7>'],
  ['LoraLoader', { lora_name: 'ink.safetensors', strength_model: 0, strength_clip: 1 }, '<lora:ink:1:0>'],
  ['LoraLoaderModelOnly', { lora_name: 'ink.safetensors', strength_model: 0.7 }, '<lora:ink:0:0.7>'],
  [
    'Power Lora Loader (rgthree)',
    {
      lora_1: { on: true, lora: 'ink.safetensors', strength: 0.6 },
      lora_2: { on: false, lora: 'b', strength: 1 }
    },
    '<lora:ink:0.6>'
  ],
  [
    'CR LoRA Stack',
    {
      switch_1: 'On',
      lora_name_1: 'ink.safetensors',
      model_weight_1: 0.4,
      clip_weight_1: 0.2,
      switch_2: 'Off',
      lora_name_2: 'b'
    },
    '<lora:ink:0.2:0.4>'
  ]
])('%s %j is %s', (class_type, inputs, tag) => {
  const graph = {
    3: {
      class_type: 'KSampler',
      inputs: {
        seed: 1,
        steps: 9,
        cfg: 5,
        sampler_name: 'euler',
        scheduler: 'normal',
        model: ['9', 0],
        positive: ['6', 0],
        latent_image: ['5', 0]
      }
    },
    5: { class_type: 'EmptyLatentImage', inputs: { width: 64, height: 64 } },
    6: { class_type: 'CLIPTextEncode', inputs: { text: 'a cat' } },
    9: { class_type, inputs: { ...inputs, model: ['4', 0] } },
    4: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'x.safetensors' } }
  };
  expect(textOf(graph, 'prompt')?.split('\n')[0]).toBe(`a cat ${tag}`);
});

test('what is no drawing is none', () => {
  for (const json of [
    { nodes: [1, null], links: [] },
    { nodes: [{ type: 'KSampler' }], links: 'x' },
    { nodes: [], links: [] }
  ]) {
    expect(textOf(json)).toBeUndefined();
  }
});
