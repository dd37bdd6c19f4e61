import fc from 'fast-check';
import type { CellParams, Job, PlanAxis } from '../../../schema/wire';
import { sharp } from '../sharp';
import { arrangeSheet } from './arrange';
import { Canvas } from './canvas';
import { makeSheet } from './index';
import { rowLabelWidth, styles } from './measures';
import { canDraw, drawText, shorten, textWidth, wrapText } from './text';

const axis = (id: string, ...labels: string[]): PlanAxis => ({
  id,
  params: id.split('&'),
  values: labels.map(label => [label]),
  labels,
  to_draw: labels.map(() => 0)
});

/** A job with these axes, first x, then y, xx, yy, and every cell of them; `failed` names the positions that failed. */
function jobWith(axes: PlanAxis[], failed: number[] = []): Job {
  let places: number[][] = [[]];
  for (const each of axes) {
    places = places.flatMap(place => each.values.map((_, index) => [...place, index]));
  }
  const [x, y, xx, yy] = axes.map(({ id }) => id);
  const params = {
    prompt: 'a boat',
    negative_prompt: 'blurry',
    model: 'toy',
    steps: 4,
    sampler: 'Euler',
    scheduler: 'karras'
  };
  return {
    id: '7d2e00000000',
    plan: { axes, layout: { x, y, xx, yy }, base: { prompt: 'a boat' } },
    cells: places.map((index, position) => ({
      id: String(position),
      index,
      params: { ...params, cfg_scale: 5, seed: position, width: 64, height: 64, clip_skip: 1 } as CellParams,
      state: failed.includes(position) ? 'failed' : 'done',
      image: failed.includes(position) ? null : 'hash',
      error: failed.includes(position) ? { code: 'x', message: 'Not a number at step 12.' } : null,
      width: 64,
      height: 64,
      mark: position === 0 ? { rating: null, flag: 'pick' } : null
    }))
  } as unknown as Job;
}

const red = sharp({ create: { width: 64, height: 64, channels: 3, background: '#f00' } })
  .png()
  .toBuffer();
const read = async (): Promise<Buffer> => red;

test('cells lie where their axes say: x across, y down, outer axes around', () => {
  const job = jobWith([
    axis('cfg_scale', '3', '5'),
    axis('seed', '1', '2', '3'),
    axis('steps', '4', '8'),
    axis('sampler', 'A', 'B')
  ]);
  const { columns, rows, at } = arrangeSheet(job);
  expect(columns.lines.map(({ inner, outer }) => [columns.outer!.labels[outer!], inner])).toEqual([
    ['4', 0],
    ['4', 1],
    ['8', 0],
    ['8', 1]
  ]);
  expect(rows.lines).toHaveLength(6);
  for (let column = 0; column < 4; column++) {
    for (let row = 0; row < 6; row++) {
      expect(at(column, row)!.index).toEqual([
        column % 2,
        row % 3,
        Math.floor(column / 2),
        Math.floor(row / 3)
      ]);
    }
  }
});

test('a fifth axis becomes more outer rows; no cell is lost', () => {
  const job = jobWith([
    axis('a', '1', '2'),
    axis('b', '1', '2'),
    axis('c', '1', '2'),
    axis('d', '1', '2'),
    axis('e', '1', '2', '3')
  ]);
  const { columns, rows, at } = arrangeSheet(job);
  const seen = new Set<string>();
  columns.lines.forEach((_, column) => rows.lines.forEach((__, row) => seen.add(at(column, row)!.id)));
  expect(seen.size).toBe(48);
});

describe('a sheet', () => {
  const shape = async (job: Job): Promise<{ width: number; height: number }> => {
    const { width, height } = await sharp(await makeSheet(job, read, 'en')).metadata();
    return { width: width!, height: height! };
  };

  test('shows every picture, black on white', async () => {
    const job = jobWith([axis('cfg_scale', '3', '5', '7'), axis('seed', '1', '2')]);
    const { data, info } = await sharp(await makeSheet(job, read, 'en'))
      .raw()
      .toBuffer({ resolveWithObject: true });
    let pictures = 0;
    for (let at = 0; at < data.length; at += 3) {
      pictures += data[at] === 255 && data[at + 1] === 0 ? 1 : 0;
    }
    expect([...data.subarray(0, 3)]).toEqual([255, 255, 255]);
    // Six squares of 64 with a frame of one pixel, less the mark on the first.
    expect(pictures).toBeGreaterThan(5.5 * 62 * 62);
    expect(pictures).toBeLessThanOrEqual(6 * 62 * 62);
    expect(info.width).toBeLessThan(600);
  });

  test.each([
    ['one cell', []],
    ['one axis', [axis('seed', '1', '2', '3')]],
    ['rows only', [axis('seed', '1')]],
    ['four axes', ['a', 'b', 'c', 'd'].map(id => axis(id, 'one', 'two'))],
    ['labels longer than cells', [axis('sampler', 'DPM++ 2M SDE with a very long name indeed', 'Euler')]]
  ])('of %s is drawn', async (_, axes) => {
    const { width, height } = await shape(jobWith(axes));
    expect(width).toBeLessThan(1400);
    expect(height).toBeGreaterThan(100);
  });

  test('a row too long is broken like a line of words', async () => {
    const long = await shape(
      jobWith([axis('seed', ...Array.from({ length: 40 }, (_, index) => String(index)))])
    );
    expect(long.height).toBeGreaterThan(4 * 64);
    expect(long.width).toBeLessThan(1400);
  });

  test('differs when a cell failed, and says why', async () => {
    const axes = [axis('seed', '1', '2')];
    const [whole, failed] = [
      await makeSheet(jobWith(axes), read, 'en'),
      await makeSheet(jobWith(axes, [1]), read, 'en')
    ];
    expect(whole.equals(failed)).toBe(false);
  });

  test('has equal bytes for equal jobs', async () => {
    const job = jobWith([axis('seed', '1', '2')]);
    expect((await makeSheet(job, read, 'en')).equals(await makeSheet(job, read, 'en'))).toBe(true);
  });
});

describe('text', () => {
  const style = { size: 12, weight: 'regular' } as const;

  test('every line fits, and no character is lost unless it was cut', async () => {
    const word = fc.string({ unit: fc.constantFrom(...'abc 猫，(:1.2) W<&🦊') });
    await fc.assert(
      fc.asyncProperty(word, fc.integer({ min: 30, max: 300 }), async (text, width) => {
        const lines = await wrapText(text, width, style, 1000);
        const widths = await Promise.all(lines.map(line => textWidth(line, style)));
        expect(widths.every(each => each <= width)).toBe(true);
        expect(lines.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
        expect((await wrapText(text, width, style, 2)).length).toBeLessThanOrEqual(2);
      })
    );
  });

  test('what is cut ends in …', async () => {
    expect(await shorten('short', 100, style)).toBe('short');
    expect(await shorten('a rather long label', 60, style)).toMatch(/^a ra.*…$/);
    expect(await shorten('🦊🦊', 100, style)).toBe('🦊🦊');
  });

  test.each(['Seed ↓  CFG scale →', '128 × 128 · 20 steps', 'naïve Größe Ωmega Ёлка', '“quoted” ’ … − ≈'])(
    '%s needs no font of the system',
    async text => {
      const canvas = new Canvas(400, 30);
      await drawText(canvas, text, 5, 20, { ...style, colour: [0, 0, 0] });
      const ink = canvas.rgb.reduce((sum, value) => sum + 255 - value, 0);
      expect(ink).toBeGreaterThan(text.length * 500);
      const drawn = await Promise.all([...text.replace(/\s/g, '')].map(canDraw));
      expect(drawn).not.toContain(false);
    }
  );

  test('a character that no font has is told from one that some font has', async () => {
    expect(await canDraw('H')).toBe(true);
    // Of a private area that no font here fills.
    expect(await canDraw('\uf5a7')).toBe(false);
  });

  test('letters with and without tails, accents or emoji beside them stand on one base line', async () => {
    const lowest = async (text: string): Promise<number> => {
      const canvas = new Canvas(12, 40);
      // Whatever follows the first letter is outside.
      await drawText(canvas, text, 0, 25, { size: 16, weight: 'regular', colour: [0, 0, 0] });
      const inked = [...canvas.rgb.keys()].filter(at => canvas.rgb[at] < 128);
      return Math.floor(Math.max(...inked) / 36);
    };
    const lines = ['H', 'Hg', 'HÅ', 'H猫', 'H🦊', 'H.'];
    expect(await Promise.all(lines.map(text => lowest(text)))).toEqual(lines.map(() => 24));
  });

  test.each(['a <b>bold</b> & "so" &amp; \\', 'a\u0000b\u001bc\u2028d', 'lone \ud83e half', '', '   \n\t'])(
    '%j is drawn as it is written',
    async text => {
      const canvas = new Canvas(200, 30);
      await drawText(canvas, text, 5, 20, { ...style, colour: [0, 0, 0] });
      expect(await textWidth(text, style)).toBeGreaterThanOrEqual(text.trim().length * 2);
    }
  );

  test('a prompt of a million characters is cut before it is measured', async () => {
    const lines = await wrapText('word '.repeat(200_000), 400, style, 3);
    expect(lines).toHaveLength(3);
    expect(lines[2]).toMatch(/…$/);
    expect(await shorten('W'.repeat(1_000_000), 100, style)).toMatch(/^W+…$/);
  });

  test('ink never leaves the picture', async () => {
    const canvas = new Canvas(20, 10);
    await drawText(canvas, 'wide text that leaves', -30, 3, { ...style, colour: [0, 0, 0] });
    expect(canvas.rgb).toHaveLength(600);
  });
});

test('what an outer group of rows has in common stands in one line, though its value is a single letter', async () => {
  const axes = [axis('cfg_scale', '3', '5'), axis('seed', '1', '2'), axis('steps', '4', '8')];
  const job = jobWith([...axes, axis('variant_1', '猫', '狗')]);
  const { outer } = await rowLabelWidth(arrangeSheet(job), '', 'en');
  expect(await wrapText('Prompt variant 猫', outer, styles.outer, 3)).toEqual(['Prompt variant 猫']);
});
