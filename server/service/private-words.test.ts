import { isWritten, privateWords } from './private-words';

const { clean, unwritten, unwrittenIn } = privateWords({
  secrets: ['a secret token', 'short'],
  written: ['a red fox\nin the snow', 'cat', '猫', 'finished', 'done', 'model', 'forêt', 'created'],
  home: '/home/al.i',
  env: { HF_TOKEN: 'hf_0123456789', PATH: '/usr/bin', SOME_PASSWORD: 'x' }
});

test.each([
  ['a token, wherever it stands', 'x=a secret token; a%20secret%20token', 'x=[secret]; [secret]'],
  ['secrets of the environment', 'got hf_0123456789', 'got [secret]'],
  ['the person’s folder', '"/home/al.i/models" /home/al.i', '"~/models" ~'],
  ['no other folder', '/home/al.ice /home/alxi/x', '/home/al.ice /home/alxi/x']
])('leaves out %s', (_, text, left) => {
  expect(clean(text)).toBe(left);
  expect(unwritten(text)).toBe(left);
});

test.each([
  [
    'prompts, in JSON too, and lines of them',
    '"a red fox\\nin the snow" in the snow.',
    '"[prompt]" [prompt].'
  ],
  ['a Chinese word of one character', '"猫" 一只猫', '"[prompt]" 一只[prompt]'],
  ['a single word', '"created", a\\ncreated forêt', '"[prompt]", a\\n[prompt] [prompt]'],
  [
    'nothing of longer words, and no names of values',
    'uncreated forêts created=3',
    'uncreated forêts created=3'
  ],
  ['no text that is too short to be told from other words', 'cat short /usr/bin', 'cat short /usr/bin'],
  ['no words of ours', 'job 5f2c done, finished, model toy', 'job 5f2c done, finished, model toy']
])('of what somebody wrote, leaves out %s', (_, text, left) => expect(unwritten(text)).toBe(left));

test('data keeps its keys and its states, whatever a prompt was', () => {
  const data = {
    created: 'it is created',
    phase: 'finished',
    state: 'done',
    counts: [{ done: 3, model: null }],
    猫: true
  };
  expect(unwrittenIn(data)).toEqual({ ...data, created: 'it is [prompt]' });
});

test('variants and what prompt_sr searches are words of a prompt, sizes and counted pictures are not', () => {
  const written = ['prompt', 'negative_prompt', 'variant_2', 'prompt_sr', 'seed', 'steps', 'image', 'size'];
  expect(written.filter(isWritten)).toEqual(['prompt', 'negative_prompt', 'variant_2', 'prompt_sr']);
});
