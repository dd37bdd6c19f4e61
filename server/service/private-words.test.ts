import { privateWords, withoutWords } from './private-words';

const clean = privateWords({
  secrets: ['a secret token', 'short'],
  written: ['a red fox\nin the snow', 'cat'],
  home: '/home/al.i',
  env: { HF_TOKEN: 'hf_0123456789', PATH: '/usr/bin', SOME_PASSWORD: 'x' }
});

test.each([
  ['a token, wherever it stands', 'x=a secret token; a%20secret%20token', 'x=[secret]; [secret]'],
  ['secrets of the environment', 'got hf_0123456789', 'got [secret]'],
  ['the person’s folder', '"/home/al.i/models" /home/al.i', '"~/models" ~'],
  ['no other folder', '/home/al.ice /home/alxi/x', '/home/al.ice /home/alxi/x'],
  [
    'prompts, in JSON too, and lines of them',
    '"a red fox\\nin the snow" in the snow.',
    '"[prompt]" [prompt].'
  ],
  ['no text that is too short to be told from other words', 'cat short /usr/bin', 'cat short /usr/bin']
])('leaves out %s', (_, text, left) => expect(clean(text)).toBe(left));

test('faults keep figures and files, and lose what repeats a prompt', () => {
  expect(withoutWords({ code: 'waiting', facts: { name: 'a red fox', jobs: 2 } })).toEqual({
    code: 'waiting',
    facts: { jobs: 2 }
  });
  expect(withoutWords({ code: 'killed_for_memory', facts: { name: 'toy', size: '64×64' } })).toEqual({
    code: 'killed_for_memory',
    facts: { name: 'toy', size: '64×64' }
  });
});
