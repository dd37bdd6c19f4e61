import type { CellParams } from '../../schema/wire';
import { crashFailure } from './crash-failure';

const params = { width: 64, height: 64, model: 'toy' } as CellParams;
const failureOf = (stderr: string): ReturnType<typeof crashFailure> =>
  crashFailure({ code: null, signal: 'SIGABRT', stderr }, 'crash', params, null, null);

test.each([
  [
    'an allocation of JavaScript',
    'RangeError: Array buffer allocation failed\n    at x (y:1:1)\n\nNode.js v20.20.2\n'
  ],
  ['an allocation of C++', "terminate called after throwing an instance of 'std::bad_alloc'\n"],
  [
    'V8 with its native stack',
    'FATAL ERROR: Committing semi space failed.\n 3: 0xee85e7 v8::internal::V8::FatalProcessOutOfMemory(v8::internal::Isolate*) [node]\n15: 0x195e376  [node]\n'
  ]
])('%s that found no room is told as memory', (_, stderr) =>
  expect(failureOf(stderr)).toMatchObject({
    code: 'killed_for_memory',
    facts: { size: '64×64', how: 'SIGABRT' }
  })
);

test('any other end is told in the words of its reason, not of its stack', () => {
  const stderr = 'x.js:1\nthrow it\n^\n\nTypeError: no such thing\n    at a (b:1:1)\n\nNode.js v20.20.2\n';
  expect(failureOf(stderr)).toEqual({
    code: 'engine_crashed',
    facts: { how: 'SIGABRT', words: 'TypeError: no such thing' }
  });
  expect(failureOf('one\nlast line\n').facts).toMatchObject({ words: 'last line' });
});

test.each([
  ['the system says that it was for memory', true, 100, 'killed_for_memory'],
  ['the system says that it was not', false, 1e9, 'engine_killed'],
  ['nobody knows, and it was small', null, 100, 'engine_killed'],
  ['nobody knows, and it held more than the machine has', null, 1e9, 'killed_for_memory']
])('a kill of which %s', (_, oom, rssMb, code) => {
  const exit = { code: null, signal: 'SIGKILL', stderr: '' } as const;
  expect(crashFailure(exit, 'crash', params, rssMb, oom).code).toBe(code);
});
