import { nearest } from './nearest';

test.each([
  ['emoji', ['emoji-diffusion', 'dreamy'], undefined],
  ['emoji-difusion', ['emoji-diffusion', 'dreamy'], 'emoji-diffusion'],
  ['Dreamy-v2', ['emoji-diffusion', 'dreamy-v1'], 'dreamy-v1'],
  ['DREAMY', ['emoji-diffusion', 'dreamy'], 'dreamy'],
  ['anmal', ['animal', 'colour'], 'animal'],
  ['nope', ['one'], undefined],
  ['soft', ['sofd', 'loft'], 'sofd'],
  ['x', [], undefined],
  ['', ['a'], undefined],
  ['x', ['a'], undefined],
  ['a'.repeat(65), ['a'.repeat(64)], undefined]
])('nearest to %s of %j is %s', (name, names, near) => expect(nearest(name, names)).toBe(near));
