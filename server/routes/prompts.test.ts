import { cpSync } from 'node:fs';
import { join } from 'node:path';
import type { AnalyseReply } from '../../schema/wire';
import { type Client, modelsFolder, serveService, testService, weightsFolder } from '../testing/test-service';

let client: Client;
beforeEach(async () => {
  const folder = modelsFolder('toy', 'mute');
  const words = join(__dirname, '../../goldens/A/sd1/diffusers/tokenizer');
  cpSync(words, join(folder, 'toy', 'tokenizer'), { recursive: true });
  client = await serveService(await testService({ bundledFolders: [folder] }));
});

async function analyse(body: object, headers: Record<string, string> = {}): Promise<AnalyseReply> {
  const reply = await client.send('POST', '/v1/prompts/analyse', { body, headers });
  expect(reply.status).toBe(200);
  return reply.json as AnalyseReply;
}

test('a prompt is counted, weighed and placed', async () => {
  const { prompt, negative_prompt: negative } = await analyse({
    text: 'a (red:1.3) cat',
    negative: 'a BREAK b',
    model: 'toy'
  });
  expect(prompt).toMatchObject({ tokens: 3, limit: 75, warnings: [], errors: [] });
  expect(prompt.texts[0].runs).toEqual([
    { text: 'a ', weight: 1, at: 0, length: 2 },
    { text: 'red', weight: 1.3, at: 3, length: 3 },
    { text: ' cat', weight: 1, at: 11, length: 4 }
  ]);
  expect(negative).toMatchObject({ tokens: 76, limit: 150 });
});

test('warnings and errors have words and places, in the language asked for', async () => {
  const body = { text: 'a (cat <lora:nobody:1>', negative: '(x:1.2.3)', model: 'toy' };
  const { prompt, negative_prompt: negative } = await analyse(body);
  expect(prompt.warnings).toMatchObject([
    { code: 'bracket_unclosed', at: 2, length: 1 },
    { code: 'weights_missing', message: "This LoRA isn't there: nobody.", at: 7, length: 15 }
  ]);
  expect(negative.errors).toMatchObject([{ code: 'bad_weight', at: 3, length: 5 }]);
  const chinese = await analyse(body, { 'accept-language': 'zh-CN' });
  expect(chinese.prompt.warnings[1].message).toBe('没有这个 LoRA：nobody。');
});

test('of files and wildcards a prompt is told what its plan would say', async () => {
  const files = weightsFolder(
    'Lora/a/Upper.safetensors',
    'Lora/b/upper.safetensors',
    'Lora/style-xl.safetensors',
    'embeddings/EasyNegative.safetensors'
  );
  client = await serveService(await testService({ modelFolders: [files] }));
  const told = async (text: string, negative = ''): Promise<unknown> => {
    const { prompt, negative_prompt } = await analyse({ text, negative });
    return [prompt, negative_prompt].map(side =>
      [...side.errors, ...side.warnings].map(({ code, at, length }) => [code, at, length])
    );
  };
  expect(await told('a <lora:UPPER:1>')).toEqual([[['name_ambiguous', 2, 14]], []]);
  expect(await told('a\r\nb <lora:style-xl:1>')).toEqual([[['lora_family', 5, 17]], []]);
  expect(await told('a __nope__ b')).toEqual([[['wildcard_missing', 2, 8]], []]);
  expect(await told('a <lora:nobody:1>')).toEqual([[['weights_missing', 2, 15]], []]);
  expect(await told('a', 'b __nope__')).toEqual([[], [['wildcard_missing', 2, 8]]]);
});

test.each(['nope', 'toy-broken'])('a model that a plan refuses is refused: %s', async model => {
  const folder = modelsFolder('toy', 'toy-broken');
  client = await serveService(await testService({ bundledFolders: [folder] }));
  const { status, json } = await client.send('POST', '/v1/prompts/analyse', { body: { text: 'a', model } });
  const plan = await client.send('POST', '/v1/plan', { body: { text: `%%sweep model=${model}\na` } });
  const codeOf = (reply: unknown): unknown => (reply as { error: { code: string } }).error.code;
  expect([status, codeOf(json)]).toEqual([plan.status, codeOf(plan.json)]);
});

test('a second-order sampler counts calls, under strict steps', async () => {
  const body = { text: '[a:b:5]', steps: 10, sampler: 'Heun' };
  expect((await analyse(body)).prompt.parts[0].stages.map(({ until }) => until)).toEqual([5, 20]);
  const strict = await analyse({ ...body, strict: true });
  expect(strict.prompt.parts[0].stages.map(({ until }) => until)).toEqual([5, 10]);
});

test('without a tokenizer there is no count', async () => {
  expect((await analyse({ text: 'a cat', model: 'mute' })).prompt).toMatchObject({ tokens: null, limit: 75 });
});

test('what is no prompt is refused', async () => {
  for (const body of [{}, { text: 'a', dialect: 'latin' }, { text: 1 }]) {
    expect((await client.send('POST', '/v1/prompts/analyse', { body })).status).toBe(400);
  }
});

test('a cell is completed from what there is', async () => {
  const complete = async (marked: string): Promise<unknown> => {
    const body = { text: marked.replace('^', ''), caret: marked.indexOf('^') };
    return (await client.send('POST', '/v1/cells/complete', { body })).json;
  };
  expect(await complete('%%sweep seed=1 model=to^')).toEqual({
    start: 21,
    offers: [{ kind: 'value', insert: 'toy' }]
  });
  expect(await complete('%%sweep cfg_s^')).toEqual({
    start: 8,
    offers: [{ kind: 'name', insert: 'cfg_scale=' }]
  });
  expect(await complete('%%sweep seed=1\na ca^')).toEqual({ start: 19, offers: [] });
});
