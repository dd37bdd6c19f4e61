/** Sheets of sweeps that are too long, too wide or too wordy for one plain grid. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import fc from 'fast-check';
import type { Job } from '../../../schema/wire';
import { sharp } from '../sharp';
import { arrangeSheet } from './arrange';
import { fitSheet, SHEET_PIXELS_MAX } from './fit-sheet';
import { makeNotebookSheet, makeSheet } from './index';
import { measureLabels } from './labels';
import { styles } from './measures';
import { planSheet } from './plan-sheet';
import { axisOf, jobWith } from './testing';
import { textWidth } from './text';

const VIEWERS_OPEN = 32_767;
const numbers = (count: number): string[] => Array.from({ length: count }, (_, k) => String(1000 + k));

const red = sharp({ create: { width: 256, height: 256, channels: 3, background: '#f00' } })
  .png()
  .toBuffer();
const read = async (): Promise<Buffer> => red;

test.each<[string, Job]>([
  ['200 seeds in a column', jobWith({ y: 'seed' }, [axisOf('seed', numbers(200))])],
  ['200 seeds in a row', jobWith({ x: 'seed' }, [axisOf('seed', numbers(200))])],
  [
    '300 rows of 3',
    jobWith({ y: 'seed', x: 'cfg' }, [axisOf('seed', numbers(300)), axisOf('cfg', ['3', '5', '7'])], 512)
  ],
  [
    '300 columns of 3',
    jobWith({ x: 'seed', y: 'cfg' }, [axisOf('seed', numbers(300)), axisOf('cfg', ['3', '5', '7'])], 512)
  ]
])('%s make a sheet that viewers open, and every cell is on it', async (_, job) => {
  const png = await makeSheet(job, read, 'en');
  const { data, info } = await sharp(png, { limitInputPixels: false })
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect(Math.max(info.width, info.height)).toBeLessThanOrEqual(8192);
  const { items } = await planSheet(job, read, 'en', SHEET_PIXELS_MAX);
  expect(items.length).toBeGreaterThan(job.cells.length);
  let reds = 0;
  for (let at = 0; at < data.length; at += 3) {
    reds += data[at] === 255 && data[at + 1] === 0 ? 1 : 0;
  }
  expect(reds).toBeGreaterThan(job.cells.length * 48 * 48);
});

test.each<[string, Job, (pixels: number) => void]>([
  [
    'a usual sweep',
    jobWith({ x: 'seed' }, [axisOf('seed', numbers(200))]),
    pixels => expect(pixels).toBeLessThanOrEqual(4e6)
  ],
  [
    'one whose labels could not be read then',
    jobWith({ x: 'seed', y: 'cfg' }, [axisOf('seed', numbers(2200)), axisOf('cfg', ['3', '5'])]),
    pixels => expect(pixels).toBeGreaterThan(4e6)
  ]
])('the sheet of a notebook is a light one where it can be: %s', async (_, job, check) => {
  const { width, height } = await sharp(await makeNotebookSheet(job, async () => null, 'en')).metadata();
  check(width * height);
});

test('however many columns and rows, no side is above what viewers open, the pixels are within the limit, and all lines are there', () => {
  const count = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 10_000 }));
  fc.assert(
    fc.property(
      count,
      count,
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 0, max: 440 }),
      (columns, rows, groups, left) => {
        fc.pre(columns * rows <= 10_000);
        const line = (most: number) => (_: unknown, k: number) => ({
          inner: k,
          outer: Math.floor((k * groups) / most)
        });
        const side = (length: number) => {
          const outer = axisOf('outer', numbers(groups));
          return { inner: axisOf('inner', []), outer, lines: Array.from({ length }, line(length)) };
        };
        const arrangement = { columns: side(columns), rows: side(rows), at: () => null, captions: null };
        const fitted = fitSheet(
          arrangement,
          { width: 64, height: 64 },
          { left, above: 160 },
          200,
          SHEET_PIXELS_MAX
        );
        const covered = fitted.parts.reduce((sum, part) => sum + part.columns.count * part.rows.count, 0);
        expect(covered).toBe(columns * rows);
        const width = Math.max(...fitted.parts.map(part => part.columns.count)) * (fitted.box.width + 4);
        const height = Math.max(...fitted.parts.map(part => part.rows.count)) * (fitted.box.height + 4);
        const along = fitted.parts.length;
        expect(fitted.beside ? along * (left + width) : left + width).toBeLessThanOrEqual(VIEWERS_OPEN);
        expect(fitted.beside ? height : along * (160 + height)).toBeLessThanOrEqual(VIEWERS_OPEN);
      }
    ),
    { numRuns: 300 }
  );
});

const BEGIN = 'a lighthouse on a cliff above the sea at sunset, golden light behind clouds, ';
const STYLES = ['oil', 'watercolour', 'ink', 'pencil', 'gouache', 'pastel', 'charcoal', 'acrylic'];

test.each([1, 3])('eight wordings as outer columns of %i stay in their groups and differ', async count => {
  const wordings = axisOf(
    'variant_1',
    STYLES.map(style => `${BEGIN}${style}`)
  );
  const arrangement = arrangeSheet(
    jobWith({ xx: 'variant_1', x: 'seed' }, [wordings, axisOf('seed', numbers(count))])
  );
  const box = { width: 64, height: 64 };
  const parts = [{ columns: { start: 0, count: 8 * count }, rows: { start: 0, count: 1 } }];
  const rowLabels = { inner: 0, outer: 0 };
  const { columnGroups } = await measureLabels({
    arrangement,
    box,
    parts,
    rowLabels,
    corner: '',
    language: 'en'
  });
  const widths = await Promise.all(columnGroups.flat().map(line => textWidth(line, styles.outer)));
  expect(Math.max(...widths)).toBeLessThanOrEqual(count * 68);
  expect(new Set(columnGroups.map(lines => lines.join(' '))).size).toBe(8);
  columnGroups.forEach((lines, k) => expect(lines.join('')).toContain(STYLES[k].slice(0, 5)));
});

test('a sheet of fewer pixels is smaller', async () => {
  const job = jobWith({ x: 'seed', y: 'cfg' }, [axisOf('seed', numbers(12)), axisOf('cfg', numbers(12))]);
  const { width, height } = await sharp(await makeSheet(job, read, 'en', 500_000)).metadata();
  expect(width * height).toBeLessThanOrEqual(500_000);
});

test('the thread is free for others while a large sheet is made', async () => {
  const job = jobWith({ x: 'seed', y: 'cfg' }, [axisOf('seed', numbers(40)), axisOf('cfg', numbers(20))]);
  await makeSheet(job, read, 'en', 500_000);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  await makeSheet(job, read, 'en');
  delay.disable();
  // What a quiet machine shows is far less; one under load must still answer.
  expect(delay.percentile(99) / 1e6).toBeLessThan(100);
});
