import { marked } from '../testing';
import { changedTags, offeredTags, splitTags, tagsInUse, tagsOfAll } from './tag-words';

const cells = [['hands', 'good'], ['Hands'], ['手', 'hands']].map(tags => ({ mark: marked({ tags }) }));

test('tags in use are told once each, the most used first', () => {
  expect(tagsInUse(cells)).toEqual(['hands', 'good', '手']);
});

test('what all of several pictures have is what they share', () => {
  expect(tagsOfAll(cells)).toEqual(['hands']);
  expect(tagsOfAll([])).toEqual([]);
});

test.each([
  ['hands', [], 'hands'],
  ['hands, ', ['hands'], ''],
  ['a, b,c', ['a', 'b'], 'c'],
  ['手，好', ['手'], '好'],
  [' ,', [], '']
])('of %j these are ready: %j, and %j is being written', (written, ready, rest) => {
  expect(splitTags(written)).toEqual({ ready, rest });
});

test('offered is what begins so, then what holds it; never what the picture has, nor what is written in full', () => {
  const known = ['bad hands', 'hands', 'handy', 'eyes'];
  expect(offeredTags(known, [], 'HA')).toEqual(['hands', 'handy', 'bad hands']);
  expect(offeredTags(known, ['Handy'], 'ha')).toEqual(['hands', 'bad hands']);
  expect(offeredTags(known, [], 'hands')).toEqual(['bad hands']);
  expect(offeredTags(known, [], '')).toEqual(known);
});

test('tags are put in and taken out whatever their case', () => {
  expect(changedTags(['Hands', 'good'], ['new', 'GOOD'], ['hands'])).toEqual(['good', 'new']);
});
