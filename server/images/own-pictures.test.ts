import { testContext } from '../sweep/testing';
import { parseSweep } from '../../language/cell';
import { printSweep } from '../../language/cell/print';
import { writtenPrompt } from '../../language/cell/print-cell';
import { unescaped } from '../../language/prompt/written';
import { type Client, serveService, testService, untilJob } from '../testing/test-service';
import type { Service } from '../service/service';

/** What a picture says that was drawn of these prompts, without the marks that cells need. */
async function said(
  { service, client }: { service: Service; client: Client },
  prompt: string,
  negative_prompt: string
): Promise<{ prompt: string; negative: string; rest: object }> {
  const [first, second] = [prompt, negative_prompt].map(writtenPrompt);
  const base = { prompt: first, negative_prompt: second, seed: 7, steps: 3 };
  const { id } = await service.jobService.submit({ spec: { base, axes: [] } }, null);
  const { cells } = await untilJob(service, id);
  const body = await service.files.get(cells[0].image!);
  const headers = { 'content-type': 'image/png' };
  const { json } = await client.send('POST', '/v1/images/settings', { body: body!, headers });
  const { settings, remarks } = json as {
    settings: Record<string, string>;
    remarks: readonly { code: string }[];
  };
  // What a prompt looks like may be told.
  expect(remarks.filter(({ code }) => code !== 'looks_like_settings')).toEqual([]);
  const { prompt: read = '', negative_prompt: other = '', ...rest } = settings;
  return { prompt: unescaped(read), negative: unescaped(other), rest };
}

const PROMPTS = [
  'steps=3, kite',
  'seed=3',
  'width: 64, height: 64, seed: 5',
  'a\nSteps: 20',
  'prompt="x" seed=3',
  'a\nNegative prompt: fog',
  'Negative prompt: fog',
  '  a kite ',
  '\n\na kite\n\n',
  'Steps: 20, Sampler: Euler, CFG scale: 7, Seed: 1, Size: 64x64',
  'a\nSteps: 20, Sampler: Euler, CFG scale: 7, Seed: 1, Size: 64x64\nb',
  '--prompt "a cat" --steps 20',
  '"a cat" -s 20 -S 1',
  '{"prompt": "x", "seed": 3}',
  '[1, 2]',
  'a<br>Steps: 20, Seed: 3, Sampler: Euler',
  '> a kite\n> Steps: 20, Seed: 3, Sampler: Euler',
  '```\na kite\n```',
  'prompt: a kite',
  'parameters\na kite',
  'Positive prompt: a\nNegative prompt: b\nSeed: 3',
  'a kite # no comment',
  '%%sweep seed=1..4\nx',
  'é（红：1.2）\u3000',
  ''
];

test.each(PROMPTS)('a prompt that was drawn is told as it was: %j', async prompt => {
  const service = await testService();
  const by = { service, client: await serveService(service) };
  const other = await said(by, 'a boat', prompt);
  expect(other).toMatchObject({ prompt: 'a boat', negative: prompt });
  const first = await said(by, prompt, '');
  expect(first).toMatchObject({ prompt, negative: '' });
  expect(first.rest).toMatchObject({ steps: 3, seed: 7, width: 64, height: 64, model: 'toy' });
});

test.each(PROMPTS)('a cell that is printed of a prompt reads as it was: %j', prompt => {
  const bases: Record<string, string | number>[] = [
    { prompt, seed: 7 },
    { prompt, negative_prompt: 'fog' },
    { prompt: 'a boat', negative_prompt: prompt },
    { negative_prompt: prompt }
  ];
  for (const base of bases) {
    expect(parseSweep(printSweep({ base, axes: [] }), testContext()).spec.base).toEqual(base);
  }
});
