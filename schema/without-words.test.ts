import { withoutWords } from './without-words';

test.each<[string, object, object]>([
  ['waiting', { name: 'a red fox', jobs: 2 }, { jobs: 2 }],
  ['killed_for_memory', { name: 'toy', size: '64×64' }, { name: 'toy', size: '64×64' }],
  ['bracket_unclosed', { text: '(a red fox' }, {}],
  ['where_character', { found: 'fox' }, {}],
  ['prompt_too_long', { found: 90, limit: 75 }, { found: 90, limit: 75 }],
  ['model_truncated', { file: 'toy', found: '1 MB' }, { file: 'toy', found: '1 MB' }],
  [
    'again_failed',
    { reason: { code: 'unknown_choice', facts: { value: 'fox', param: 'sampler' } } },
    { reason: { code: 'unknown_choice', facts: { param: 'sampler' } } }
  ]
])('%s keeps figures and files, and loses what repeats a prompt: %j', (code, facts, kept) => {
  expect(withoutWords({ code, facts, since: 1 })).toEqual({ code, facts: kept, since: 1 });
});
