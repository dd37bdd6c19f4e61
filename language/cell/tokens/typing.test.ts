import { typingAt } from './typing';

/** `^` marks the caret. */
const typing = (marked: string): unknown => {
  const found = typingAt(marked.replace('^', ''), marked.indexOf('^'));
  return found && [found.kind === 'value' ? found.of : found.kind, found.typed, found.start];
};

test.each([
  ['%%sweep ^', ['name', '', 8]],
  ['%%sweep cf^', ['name', 'cf', 8]],
  ['%%sweep cfg&st^', ['name', 'st', 12]],
  ['%%sweep seed=1 st^eps=4\na', ['name', 'st', 15]],
  ['%%sweep seed=1 ^', ['name', '', 15]],
  ['%%sweep cfg=^', ['cfg', '', 12]],
  ['%%sweep cfg=3,^', ['cfg', '', 14]],
  ['%%sweep cfg=3, ^', ['cfg', '', 15]],
  ['%%sweep sampler="Euler a", "D P^', ['sampler', 'D P', 27]],
  ['%%sweep cfg&sampler=5&Eu^', ['sampler', 'Eu', 22]],
  ['%%sweep cfg&sampler=5&"Euler a",7^', ['cfg', '7', 32]],
  ['%%sweep seed=${f(1, 2)} sam^', ['name', 'sam', 24]],
  ['%%sweep sampler="Euler a"^', null],
  ['%%sweep sampler="Euler"a^', null],
  ['%%sw^eep seed=1', null],
  ['%%sweep seed=1\na ca^', null],
  ['x = cf^', null]
])('at %s is typed %j', (marked, found) => expect(typing(marked)).toEqual(found));
