/** Settings of other programs never become words of a prompt, however few of them there are. */
import fc from 'fast-check';
import { parseSweep, readSettings } from '../../cell';
import { readPasted } from '../pasted/read-pasted';
import { testContext } from '../../../server/sweep/testing';
import { settingsIn } from './index';
import type { PictureText } from './types';
import { writeSettings } from './written';

const PAIRS: Readonly<Record<string, [value: unknown, sets: Record<string, unknown>]>> = {
  Steps: [20, { steps: 20 }],
  Sampler: ['Euler a', { sampler: 'Euler a' }],
  'CFG scale': [7.5, { cfg_scale: 7.5 }],
  Seed: [42, { seed: 42 }],
  Size: ['512x768', { width: 512, height: 768 }],
  RNG: ['CPU', { rng: 'cpu' }],
  Tiling: [true, { tiling: true }],
  Styles: ['["a", "b"]', { extra_generation_params: 'Styles: "[\\"a\\", \\"b\\"]"' }]
};
const prompts = fc
  .array(
    fc.constantFrom(
      'a cat',
      'fog',
      '\n',
      'Steps: 20, Seed: 1',
      'Negative prompt: b',
      ', ',
      '(x:1.2)',
      'style: y',
      '-s 3'
    ),
    { maxLength: 5 }
  )
  .map(pieces => pieces.join('').trim());

test('every subset of pairs is set, and both prompts come back as they were', () => {
  fc.assert(
    fc.property(fc.subarray(Object.keys(PAIRS)), prompts, prompts, (keys, prompt, negative) => {
      const pairs = keys.map((key): [string, unknown] => [key, PAIRS[key][0]]);
      const { text, parts } = writeSettings({ writer: '', prompt, negative, pairs });
      const { settings } = readSettings(text, testContext(), { drawn: false, parts });
      expect(settings).toEqual({
        ...(prompt && { prompt }),
        ...(negative && { negative_prompt: negative }),
        ...Object.assign({}, ...keys.map(key => PAIRS[key][1])),
        // A1111's, where all that it writes is said but this.
        ...(['Steps', 'Sampler', 'CFG scale', 'Seed', 'Size'].every(key => keys.includes(key)) &&
          !keys.includes('RNG') && { rng: 'nv' })
      });
    }),
    { numRuns: 500 }
  );
});

const cpu = { rng: 'cpu' };
test.each<[string, Record<string, unknown>]>([
  ['"a cat" -S 42', { seed: 42, ...cpu }],
  ['dream> "a cat" -s20', { steps: 20, ...cpu }],
  ['--prompt "a cat" --seed 5', { seed: 5 }],
  ['--prompt a cat --seed 5', { seed: 5 }],
  ['{"prompt":"a cat","seed":5,"cfg_scale":7}', { seed: 5, cfg_scale: 7 }],
  ['{"prompt":"a cat","seed":5}', { seed: 5 }],
  ['{"prompt":"a cat","seed":5,"width":512}', { seed: 5, width: 512 }],
  [
    '{"prompt":"a cat","negative_prompt":"fog","seed":5,"cfg_scale":7}',
    { negative_prompt: 'fog', seed: 5, cfg_scale: 7 }
  ],
  ['**Prompt:** a cat\n**Seed:** 1\n**CFG:** 7', { seed: 1, cfg_scale: 7 }],
  ['提示词：a cat\n种子：1\n尺寸：512x768', { seed: 1, width: 512, height: 768 }],
  ['sd -p "a cat" --rng cuda', { rng: 'nv' }],
  [
    'sd -m dreams.safetensors -p "a cat" -W 512',
    { width: 512, model: 'sd15/dreams v1.5.safetensors', rng: 'nv' }
  ],
  ['python scripts/txt2img.py --prompt "a cat" --plms', { sampler: 'PLMS', ...cpu }],
  ['a cat --n fog --w 512', { negative_prompt: 'fog', width: 512, ...cpu }]
])('%s is read whole', (text, sets) => {
  const models = testContext().models.map(each => ({
    ...each,
    aliases: each.name.includes('dreams') ? ['dreams'] : []
  }));
  const { spec } = parseSweep(`%%sweep\n${text}`, testContext({ models }));
  expect(spec.base).toEqual({ prompt: 'a cat', ...sets });
  expect(readPasted(text)).not.toBeNull();
});

const graph = {
  3: {
    class_type: 'KSampler',
    inputs: { seed: ['8', 0], steps: ['8', 1], latent_image: ['5', 0], positive: ['6', 0] }
  },
  5: { class_type: 'EmptyLatentImage', inputs: { width: 512, height: 512 } },
  6: { class_type: 'CLIPTextEncode', inputs: { text: 'a cat' } },
  8: { class_type: 'OddSettings', inputs: {} }
};
test.each<[PictureText, Record<string, unknown>]>([
  [
    { key: 'prompt', text: JSON.stringify(graph) },
    { width: 512, height: 512, ...cpu }
  ],
  [
    { key: 'Dream', text: '"a cat" -S 42' },
    { seed: 42, ...cpu }
  ],
  [
    { key: 'invokeai_metadata', text: '{"positive_prompt":"a cat","seed":3}' },
    { seed: 3, flavour: 'diffusers', ...cpu }
  ]
])('a picture that says little is read whole: %#', (each, sets) => {
  const found = settingsIn([each])!;
  expect(readSettings(found.text, testContext(), found).settings).toEqual({ prompt: 'a cat', ...sets });
});
