/** Sizes that no picture has are refused by what was written, never by a number that follows from it. */
import { parseSweep, readSettings } from '../cell';
import { refusal, testContext } from '../../server/sweep/testing';

const SIZES = ['0x0', '0x512', '512x0', '-1x-1', '4x4', '1e400x512', '99999999x512', '512', 'x', '512.5x512'];
const KEYS = ['Size', 'First pass size', 'Hires resize', 'Seed resize from'];

test.each(SIZES.flatMap(size => SIZES.map(first => [size, first])))(
  'Size: %s, First pass size: %s',
  (size, first) => {
    for (const key of KEYS.slice(1)) {
      const text = `a\nSteps: 3, Sampler: Euler a, Size: ${size}, ${key}: ${first}`;
      const said = JSON.stringify(readSettings(text, testContext()));
      expect(said).not.toMatch(/Infinity|NaN|null,/);
      try {
        parseSweep(`%%sweep\n${text}`, testContext());
      } catch (error) {
        const { code, facts } = error as ReturnType<typeof refusal>;
        expect(`${size} ${first}`).toContain(String(facts.value ?? code));
      }
    }
  }
);

test('a size of nothing is refused as that, with a first pass and without', () => {
  for (const more of ['', ', First pass size: 0x0', ', First pass size: 64x64']) {
    const text = `%%sweep\na\nSteps: 3, Size: 0x0${more}`;
    const plain = refusal(() => parseSweep(`%%sweep\na\nSteps: 3, Size: 0x0`, testContext()));
    expect(refusal(() => parseSweep(text, testContext()))).toMatchObject({
      code: plain.code,
      facts: plain.facts
    });
  }
});
