/** Texts of pictures made to cost time: each is read or left unread within a moment. */
import fc from 'fast-check';
import { readJson } from './json';
import { settingsIn } from './index';

type Graph = Record<string, { class_type: string; inputs: Record<string, unknown> }>;

/** Samplers in a row, each with the latents of the one before it. */
function chained(length: number, type = 'KSampler'): Graph {
  return Object.fromEntries(
    Array.from({ length }, (_, k) => [
      `${k}`,
      {
        class_type: type,
        inputs: { seed: k, steps: 9, latent_image: [`${k + 1}`, 0], model: [`${k + 1}`, 0] }
      }
    ])
  );
}

/** Nodes that are all linked to all. */
function woven(length: number): Graph {
  const inputs = Object.fromEntries(Array.from({ length }, (_, k) => [`i${k}`, [`${k}`, 0]]));
  return Object.fromEntries(
    Array.from({ length }, (_, k) => [
      `${k}`,
      { class_type: 'KSampler', inputs: { latent_image: [`${k}`, 0], model: ['0', 0], ...inputs } }
    ])
  );
}

const graph = (nodes: Graph): [string, string] => ['prompt', JSON.stringify(nodes)];
const invoke = (prompt: string): [string, string] => [
  'invokeai_metadata',
  JSON.stringify({ positive_prompt: prompt, negative_prompt: prompt, scheduler: 'euler', steps: 3, seed: 1 })
];

test.each<[string, [string, string]]>([
  ['samplers in a row', graph(chained(20_000))],
  [
    'samplers in a row, the last one first',
    graph(Object.fromEntries(Object.entries(chained(5000)).reverse()))
  ],
  ['samplers of the other kind in a row', graph(chained(20_000, 'SamplerCustomAdvanced'))],
  ['samplers that all feed each other', graph(woven(400))],
  [
    'a node of a long name',
    graph({ 1: { class_type: `${'Text'.repeat(500_000)}\n`, inputs: {} }, ...chained(2) })
  ],
  ['a string that never closes', ['prompt', `{"a": 12345678901234567890, "${'\\"'.repeat(1_000_000)}`]],
  ['a string that ends in a backslash', ['prompt', `{"a": NaN, "${'\\"'.repeat(1_000_000)}\\`]],
  ['quotes alone', ['prompt', `{NaN${'"'.repeat(2_000_001)}`]],
  ['a number without end', ['prompt', `{"a": ${'1'.repeat(2_000_000)}e`]],
  ['lists within lists', ['invokeai_metadata', `{"steps": ${'['.repeat(20_000)}${']'.repeat(20_000)}}`]],
  ['line breaks', invoke(`a${'\n'.repeat(1_000_000)}b`)],
  ['blanks', invoke(`a${' '.repeat(1_000_000)}b`)],
  ['zeros', ['Comment', `${'\0'.repeat(1_000_000)}a`]],
  ['blanks of InvokeAI 2', ['sd-metadata', JSON.stringify({ image: { prompt: ' '.repeat(1_000_000) } })]],
  [
    'a side of a million digits',
    ['parameters', JSON.stringify({ metadata_scheme: 'fooocus', resolution: '1'.repeat(1_000_000) })]
  ],
  ['comments of XMP', ['XML:com.adobe.xmp', `<exif:UserComment>${'{}'.repeat(1_000_000)}`]]
])('%s cost no time', (_, [key, text]) => {
  const began = Date.now();
  expect(() => settingsIn([{ key, text }])).not.toThrow();
  expect(Date.now() - began).toBeLessThan(3000);
});

test('any JSON is read as it is, with its large numbers as strings', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })), object => {
      const text = JSON.stringify(object);
      expect(readJson(text)).toEqual(/\d{16}/.test(text) ? expect.anything() : JSON.parse(text));
    })
  );
  const text =
    '{"a": 12345678901234567890, "b": "NaN \\" -Infinity 12345678901234567890", "c": [NaN, -Infinity, 1e5]}';
  expect(readJson(text)).toEqual({
    a: '12345678901234567890',
    b: 'NaN " -Infinity 12345678901234567890',
    c: [null, null, 100000]
  });
});

test('lists of plain values are kept as JSON, lists of others and objects are not', () => {
  const scheme = { metadata_scheme: 'fooocus', prompt: 'a', steps: 3, seed: 1 };
  const text = (styles: unknown): string | undefined =>
    settingsIn([{ key: 'parameters', text: JSON.stringify({ ...scheme, styles }) }])?.text;
  expect(text(['One', 'Two'])).toContain('Styles: "[\\"One\\",\\"Two\\"]"');
  expect(text([['One']])).toBe(text({ a: 1 }));
});
