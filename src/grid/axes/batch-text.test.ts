import { axis } from '../testing';
import { picturesIn, withPictures } from './batch-text';
import { adding, typedValues } from './changed-text';

test.each([
  ['a count', '%%sweep seed=1 n=2\na cat', 4, '%%sweep seed=1 n=4\na cat'],
  ['a size', '%%sweep batch_size=2 seed=1\na cat', 4, '%%sweep batch_size=2 seed=1 batch_count=2\na cat'],
  ['both', '%%sweep n=2 batch=2\na cat', 5, '%%sweep n=3 batch=2\na cat'],
  ['a variable', '%%sweep n=$count\na cat', 4, null]
])('pictures are added to a text with %s', (_, text, pictures, longer) =>
  expect(withPictures(text, pictures)).toBe(longer)
);

test('a text says how many pictures each cell has, or that only the kernel knows', () => {
  expect(
    ['a cat', 'n=3\na cat', 'n=3 batch_size=2\na cat', 'batch=$b\na cat'].map(each =>
      picturesIn(`%%sweep ${each}`)
    )
  ).toEqual([1, 3, 6, null]);
});

test.each([
  ['2', '2'],
  [' 3 ', '3'],
  ['0', ''],
  ['2,3', ''],
  ['-1', ''],
  ['x', '']
])('of %j pictures %j are taken', (typed, taken) =>
  expect(typedValues({ params: ['image'] }, typed)).toBe(taken)
);

test('what is written for the pictures is how many more', () => {
  const pictures = axis('image', [1, 2]);
  expect(adding([{ axis: pictures, typed: '3' }])('%%sweep n=2\na cat')).toBe('%%sweep n=5\na cat');
  expect(adding([{ axis: pictures, typed: 'some' }])('%%sweep n=2\na cat')).toBe('%%sweep n=2\na cat');
});
