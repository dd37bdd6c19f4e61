/** Sheets of few pixels keep their bound or are refused with the least there is, and labels that differ are shown where they differ. */
import { cutApart } from '../../../language/layout/tell-apart';
import type { Fault } from '../../../schema/fault';
import type { Job, Layout, PlanAxis } from '../../../schema/wire';
import { SHEET_PIXELS_MAX } from './fit-sheet';
import { planSheet, type SheetPlan } from './plan-sheet';
import { axisOf, jobWith as anyJob } from './testing';

const LABEL_MAX = 48;
const axis = (id: string, given: string[]): PlanAxis => axisOf(id, cutApart(given, LABEL_MAX));
const WHOLE = {
  prompt: 'a boat',
  negative_prompt: '',
  model: 'toy',
  steps: 4,
  sampler: 'Euler',
  scheduler: 'normal',
  cfg_scale: 5
};
const jobWith = (layout: Layout, axes: PlanAxis[], size: number): Job => anyJob(layout, axes, size, WHOLE);

const from = (first: number, count: number): string[] =>
  Array.from({ length: count }, (_, k) => String(first + k));
const COLOURS = ['red', 'green', 'yellow', 'turquoise', 'purple', 'black'];
const worded = (count: number, begin: string, end: string): string[] =>
  Array.from({ length: count }, (_, k) => `${begin} ${COLOURS[k % 6]}${k < 6 ? '' : ` ${k}`} ${end}`);

const plan = (job: Job, pixels: number): Promise<SheetPlan | Fault> =>
  planSheet(job, null as never, 'en', pixels).catch((error: Fault) => error);

/** The lines of words of a sheet, joined. */
const saidOn = ({ items }: SheetPlan): string => items.map(({ text }) => text ?? '').join(' ');

test.each<[string, Job]>([
  ['a row of 24 seeds', jobWith({ x: 'seed' }, [axis('seed', from(1, 24))], 128)],
  ['a row of 40 long seeds', jobWith({ x: 'seed' }, [axis('seed', from(4294960000, 40))], 512)],
  ['a column of 30 seeds', jobWith({ y: 'seed' }, [axis('seed', from(1, 30))], 64)],
  ['a grid', jobWith({ x: 'seed', y: 'cfg' }, [axis('seed', from(1, 12)), axis('cfg', from(1, 9))], 256)],
  [
    'wordings',
    jobWith({ x: 'v', y: 's' }, [axis('v', worded(6, 'a boat of', 'wood at sea')), axis('s', from(1, 3))], 96)
  ],
  ['one cell', jobWith({ x: 'seed' }, [axis('seed', ['1'])], 64)],
  ['groups', jobWith({ x: 'a', xx: 'b' }, [axis('a', from(1, 5)), axis('b', from(10, 5))], 64)]
])('%s', async (_, job) => {
  const labels = job.plan.axes.flatMap(each => each.labels);
  for (const pixels of [1, 5000, 60_000, 100_000, 150_000, 250_000, 700_000, SHEET_PIXELS_MAX]) {
    const made = await plan(job, pixels);
    if (made instanceof Error) {
      const { code, facts } = made as Fault;
      expect([code, facts.pixels]).toEqual(['sheet_small', pixels]);
      expect(facts.least).toBeGreaterThan(pixels);
      const least = await plan(job, facts.least as number);
      expect(least).not.toBeInstanceOf(Error);
      expect((least as SheetPlan).width * (least as SheetPlan).height).toBeLessThanOrEqual(
        facts.least as number
      );
    } else {
      expect(made.width * made.height).toBeLessThanOrEqual(pixels);
      const texts = made.items.map(({ text }) => text).filter(text => text !== undefined);
      expect(texts).not.toContain('…');
      if (labels.every(label => /^\d+$/.test(label))) {
        const digits = texts.join('').replace(/[^\d]/g, '');
        labels.forEach(label => expect(digits).toContain(label.slice(-2)));
      }
    }
  }
});

test.each<[string, Layout, number]>([
  ['columns', { x: 'v' }, 6],
  ['rows', { y: 'v' }, 6],
  ['a row that is broken', { x: 'v' }, 20],
  ['outer columns', { xx: 'v' }, 6],
  ['outer rows', { yy: 'v' }, 6]
])('a word that differs is never cut: %s', async (_, layout, count) => {
  for (const size of [64, 96, 128, 256]) {
    for (const begin of [
      'hair of',
      'a portrait of a woman in',
      'a photo of a girl who stands in fields wearing'
    ]) {
      const seeds = layout.xx || layout.yy ? [axis('seed', ['1', '2'])] : [];
      const place = layout.xx ? { ...layout, x: 'seed' } : layout.yy ? { ...layout, y: 'seed' } : layout;
      const job = jobWith(place, [axis('v', worded(count, begin, 'silk in the rain')), ...seeds], size);
      const said = saidOn((await plan(job, SHEET_PIXELS_MAX)) as SheetPlan);
      for (const colour of COLOURS.filter(each => each !== 'turquoise')) {
        expect(said).toMatch(new RegExp(`\\b${colour}\\b`));
      }
      expect(said).not.toMatch(/\b(?:gree|yell|purpl|blac|yello|turquois)…/);
    }
  }
});
