/** However large a sweep, its output in a notebook stays small enough to mail. */
import { PAYLOAD_BYTES_MAX, readPayload } from '../../schema/payload';
import type { Job } from '../../schema/wire';
import { makePayload } from './payload';
import { sharp } from './sharp';
import { makeNotebookSheet } from './sheet';
import { axisOf, jobWith } from './sheet/testing';

const numbers = (count: number): string[] => Array.from({ length: count }, (_, k) => String(1000 + k));
const hash = (place: number): string => place.toString(16).padStart(64, '0');

/** A finished job of so many columns and rows, each cell with a picture of its own, and the second one picked. */
function jobOf(columns: number, rows: number): Job {
  const job = jobWith({ x: 'seed', y: 'cfg_scale' }, [
    axisOf('seed', numbers(columns)),
    axisOf('cfg_scale', numbers(rows))
  ]);
  const cells = job.cells.map((cell, place) => ({
    ...cell,
    ...{ id: `e834faddc03adc78-${place}`, state: 'done' as const, image: hash(place) },
    mark: place === 1 ? { flag: 'pick' as const, rating: null } : null
  }));
  const origins = {
    created: '2026-11-22T10:00:00.000Z',
    finished: null,
    text: 'a red car',
    spec: {},
    state: 'done'
  };
  const progress = { cells_done: cells.length, cells_cached: 0, cells_failed: 0 };
  return { ...job, ...origins, progress, cells } as unknown as Job;
}

/** Pictures as hard to write short as can be. */
const noise = sharp({
  create: {
    ...{ width: 128, height: 128, channels: 3, background: '#888' },
    noise: { type: 'gaussian', mean: 128, sigma: 60 }
  }
})
  .png()
  .toBuffer();

const thumbnails = (least: number) => async (_: string, bytesMax: number) =>
  bytesMax < least ? null : Buffer.alloc(bytesMax, 'RIFF');

test.each([
  [100, 10, 10, 100],
  [1000, 40, 25, 500],
  [10_000, 100, 100, 10],
  [20_000, 200, 100, 0]
])('%i cells', async (_, columns, rows, thumbnailsLeast) => {
  const job = jobOf(columns, rows);
  const payload = await makePayload(job, thumbnails(700));
  const text = JSON.stringify(payload);
  expect(text.length).toBeLessThan(PAYLOAD_BYTES_MAX);
  const reading = readPayload(JSON.parse(text));
  const cells = 'payload' in reading ? reading.payload.cells : [];
  expect(cells.map(({ image }) => image)).toEqual(job.cells.map(({ image }) => image));
  const kept = cells.filter(({ thumbnail }) => thumbnail !== null);
  expect(kept.length).toBeGreaterThanOrEqual(thumbnailsLeast);
  // What was picked is among the first to be shown.
  expect(kept.length === 0 || cells[1].thumbnail !== null).toBe(true);
});

test.each([
  ['100 cells', 10, 10],
  ['1,000 cells', 40, 25]
])('sheet and payload of %s together, of pictures that are all noise', async (_, columns, rows) => {
  const job = jobOf(columns, rows);
  const payload = JSON.stringify(await makePayload(job, thumbnails(700)));
  const sheet = await makeNotebookSheet(job, () => noise, 'en');
  expect(payload.length + sheet.toString('base64').length).toBeLessThan(PAYLOAD_BYTES_MAX);
});
