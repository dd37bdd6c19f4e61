import { differenceOf, isNear, SAMPLE_SIDE, signatureOf, type Signature } from './signature';

type Colour = readonly [number, number, number];

/** A picture of one colour with a square of another in its middle. */
function picture(ground: Colour, square: Colour = ground, side = 16, alpha = 255): Signature {
  const from = (SAMPLE_SIDE - side) / 2;
  const rgba = Array.from({ length: SAMPLE_SIDE * SAMPLE_SIDE }, (_, pixel) => {
    const [x, y] = [pixel % SAMPLE_SIDE, Math.floor(pixel / SAMPLE_SIDE)];
    const within = [x, y].every(each => each >= from && each < from + side);
    return [...(within ? square : ground), alpha];
  }).flat();
  return signatureOf(rgba);
}
const white = [255, 255, 255] as const;
const black = [0, 0, 0] as const;

test('black and white are 100 percent apart, a picture and itself nothing', () => {
  expect(differenceOf(picture(black), picture(white))).toBeCloseTo(100, 3);
  expect(differenceOf(picture([9, 90, 200]), picture([9, 90, 200]))).toBe(0);
});

test.each([
  ['a shade that nobody sees', picture([120, 90, 60]), picture([122, 91, 60]), true],
  ['a square of another brightness', picture(white, black), picture(white, [90, 90, 90]), false],
  [
    'a square of another colour, as bright',
    picture(white, [200, 60, 60]),
    picture(white, [60, 130, 60]),
    false
  ],
  ['a small square that is gone', picture(white, black, 8), picture(white), false],
  ['what is transparent and what is white', picture(black, black, 0, 0), picture(white), true]
])('%s', (_, one, other, near) => {
  expect(isNear(one, other)).toBe(near);
  expect(isNear(other, one)).toBe(near);
});
