import fc from 'fast-check';
import { GAP, lineAt, linesOf, scrolled, tracksOf } from './lines';

const grouped = [0, 0, 1, 1, 2].map(outer => ({ inner: 0, outer }));

test('lines follow one another with a gap, and outer groups with an empty track between', () => {
  expect(linesOf(grouped, 100, 12).starts).toEqual([0, 104, 224, 328, 448]);
});

test.each([
  ['all of them', [0, 1, 2, 3, 4], '100px 100px 12px 100px 100px 12px 100px', [2, 3, 5, 6, 8]],
  ['the first two', [0, 1], '100px 100px 340px', [2, 3]],
  ['the last', [4], '444px 100px', [3]],
  ['one far from the rest', [0, 3, 4], '100px 220px 100px 12px 100px', [2, 4, 6]],
  ['none', [], '548px', []]
] as const)('tracks of %s', (_, drawn, template, of) => {
  const tracks = tracksOf(linesOf(grouped, 100, 12), drawn, 1);
  expect(tracks.template).toBe(template);
  expect([...tracks.of.values()]).toEqual(of);
});

test('whatever is drawn, every line begins where it begins among all, and the sheet is as long', () => {
  const places = (template: string): { starts: number[]; end: number } => {
    const starts: number[] = [];
    let at = 0;
    for (const track of template.split(' ')) {
      starts.push(at);
      at += Number.parseInt(track, 10) + GAP;
    }
    return { starts, end: at - GAP };
  };
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 20 }),
      fc.infiniteStream(fc.boolean()),
      (outers, choice) => {
        const lines = linesOf(
          [...outers].sort().map(outer => ({ inner: 0, outer })),
          76,
          12
        );
        const drawn = lines.starts.map((_, line) => line).filter(() => choice.next().value);
        const { template, of } = tracksOf(lines, drawn, 0);
        const laid = places(template);
        expect(laid.end).toBe(lines.starts.at(-1)! + 76);
        expect(drawn.map(line => laid.starts[of.get(line)! - 1])).toEqual(
          drawn.map(line => lines.starts[line])
        );
      }
    )
  );
});

test.each([
  [-5, 0],
  [50, 0],
  [103, 1],
  [300, 2],
  [9999, 4]
])('at %s px stands line %s', (place, line) => {
  expect(lineAt(linesOf(grouped, 100, 12), place)).toBe(line);
});

const even = (size: number) =>
  linesOf(
    Array.from({ length: 8 }, () => ({ inner: 0, outer: null })),
    size,
    0
  );

test.each([
  ['the first, which would come to lie behind the heads', 0, 0, 0],
  ['one in the middle of the view, which stays where it is', 2, 100, 2 * 154 + 75 - (2 * 104 + 50 - 100)],
  ['one at the end of the view, which is seen whole', 3, 60, 3 * 154 + 150 - 300],
  ['none in view, so that the middle of the view stays', 7, 0, 1 * 154 + 75 - (1 * 104 + 50)]
])('cells that become larger keep in its place %s', (_, focus, from, to) => {
  expect(scrolled(even(100), even(150), focus, from, 300)).toBe(to);
});
