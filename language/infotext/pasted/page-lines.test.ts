/** Settings as pages, lists and logs have them: their labels, blanks and notes are no words of a prompt. */
import { testContext } from '../../../server/sweep/testing';
import { parseSweep, readSettings } from '../../cell';
import { settingsIn } from '../foreign';
import { looksLike } from './looks-like';

const LINE = 'Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 128x128, RNG: CPU';
const sets = {
  prompt: 'a cat',
  negative_prompt: 'fog',
  steps: 20,
  sampler: 'Euler a',
  cfg_scale: 7,
  seed: 1
};
const offered = (text: string): unknown => {
  const found = settingsIn([{ key: 'prompt', text }]);
  return readSettings(found?.text ?? text, testContext(), { drawn: found !== null, parts: found?.parts })
    .settings;
};

const labels = (...names: readonly string[]): string =>
  names.map((name, k) => `${name}\n${['a cat', 'fog', '20', 'Euler a', '7', '1'][k]}`).join('\n');
const rows = ['Prompt', 'Negative Prompt', 'Steps', 'Sampler', 'Guidance Scale', 'Seed'];

test.each([
  ['no-break spaces', `a cat\nNegative\u00a0prompt:\u00a0fog\n${LINE.replace(/ /g, '\u00a0')}`],
  ['thin and wide ones', `a cat\nNegative\u2009prompt:\u3000fog\n${LINE.replace(/ /g, '\u202f')}`],
  ['a zero width before the settings', `a cat\nNegative prompt: fog\n\u200b${LINE}\u200b`],
  ['marks of direction', `\u200ea cat\nNegative prompt: fog\n\u2066${LINE}\u2069`.slice(1)],
  ['in mail', `> a cat\n> Negative\u00a0prompt: fog\n> ${LINE.replace(/ /g, '\u00a0')}`],
  ['semicolons', `a cat\nNegative prompt: fog\n${LINE.replace(/,/g, ';')}`],
  ['bars', `a cat\nNegative prompt: fog\n${LINE.replace(/,/g, ' |')}`],
  ['points', `a cat\nNegative prompt: fog\n${LINE.replace(/,/g, ' ·')}`],
  ['breaks that are written', `a cat\nNegative prompt: fog\n${LINE}`.replace(/\n/g, '\\n')],
  ['a JSON string', JSON.stringify(`a cat\nNegative prompt: fog\n${LINE}`)],
  [
    'labels in the plural',
    labels('Prompts', 'Negative prompts', 'Sampling steps', 'Sampling method', 'CFG scale', 'Seed')
  ],
  [
    'a heading over the settings',
    labels(...rows)
      .replace('Steps\n', 'Other metadata\nSteps\n')
      .replace('Guidance Scale', 'CFG scale')
  ],
  [
    'what a page has before the prompt',
    `Resources used\nDreamShaper\n8\n${labels(...rows).replace('Guidance Scale', 'CFG scale')}`
  ],
  [
    'rows with tabs',
    rows.map((name, k) => `${name}\t${['a cat', 'fog', '20', 'Euler a', '7', '1'][k]}`).join('\n')
  ],
  [
    'rows with tabs, others among them',
    `Date\ttoday\n${rows.map((name, k) => `${name}\t${['a cat', 'fog', '20', 'Euler a', '7', '1'][k]}`).join('\n')}\nStyles\tnone\nWhatever\tis here`
  ],
  [
    'other labels before the settings',
    `Prompt: a cat\nNegative prompt: fog\nParser: Full parser\nPipeline: txt2img\n${LINE.replace(/, /g, '\n')}`
  ],
  ["a heading over A1111's line", `a cat\nNegative prompt: fog\nGeneration data\n${LINE}`],
  ['an address behind them', `a cat\nNegative prompt: fog\n${LINE}\nhttps://example.com/images/123`],
  ['a named address', `a cat\nNegative prompt: fog\n${LINE}\nSource: https://example.com/images/123`],
  [
    'what A1111 says under a picture',
    `a cat\nNegative prompt: fog\n${LINE}\nTime taken: 3.2 sec.\nTorch active/reserved: 3012/3200 MiB, Sys VRAM: 40/245 MiB (16.33%)\nUsed embeddings: easy [119b]\nWarning: too many input tokens; some (1) have been truncated: x`
  ]
])('%s', (_, text) => {
  const { spec } = parseSweep(`%%sweep\n${text}`, testContext());
  expect(spec.base).toMatchObject(sets);
  expect(JSON.stringify(spec.base.extra_generation_params ?? '')).not.toMatch(
    /http|warning|torch|embeddings/i
  );
  expect(offered(text)).toMatchObject(sets);
});

test("notes are told, and so are another picture's settings, of which nothing is taken", () => {
  const text = `a cat\nNegative prompt: fog\n${LINE}\nhttps://example.com/1\n\na dog\nNegative prompt: rain\nSteps: 30, Sampler: DDIM, Seed: 2, Clip skip: 2`;
  const { settings, remarks } = readSettings(text, testContext());
  expect(settings).toEqual({ ...sets, width: 128, height: 128, rng: 'cpu' });
  expect(remarks).toMatchObject([
    { code: 'settings_taken' },
    { code: 'settings_stray', facts: { text: 'https://example.com/1' } },
    { code: 'settings_second', where: { line: 6, column: 1 } }
  ]);
});

test.each(['CFG scale: 7, Seed: 11', 'Steps: 20\nSeed: 3'])('half of a line looks like settings: %j', text =>
  expect(looksLike(text)).toBe('stable-diffusion-webui')
);

test('Wildcard prompts stay with the pictures', () => {
  const { spec, warnings } = parseSweep(
    `%%sweep\na cat\n${LINE}, Wildcard prompt: "a __x__, b"`,
    testContext()
  );
  expect(spec.base.extra_generation_params).toBe('Wildcard prompt: "a __x__, b"');
  expect(warnings.map(({ code }) => code)).toEqual(['unknown_keys']);
});
