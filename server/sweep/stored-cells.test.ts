/**
 * Cells are what they were, to the byte: their JSON, which stands in pictures, and the content keys by which pictures are found again.
 * `stored-cells.json` holds sweeps over every option, and a hash of their cells.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentKey } from '../store/content-key';
import { expandSweep } from './expand';
import { dreams, emoji, testContext } from './testing';

type Stored = { text: string; cells: number; sha256: string };

const stored = JSON.parse(readFileSync(join(__dirname, 'stored-cells.json'), 'utf8')) as Stored[];
const hash = (digit: string): string => digit.repeat(64);
const models = [
  emoji,
  dreams,
  { ...dreams, name: 'fine' },
  { ...dreams, kind: 'vae' as const, name: 'soft' },
  { ...dreams, kind: 'upscaler' as const, name: '4x-sharp' }
];

test.each(stored)('$text', ({ text, cells: count, sha256 }) => {
  const { cells } = expandSweep({ text }, testContext({ models }));
  const rows = cells.map(({ params }) => {
    const { vae, refiner, hr_upscaler } = params;
    const files = {
      model: hash('1'),
      ...(vae ? { vae: hash('2') } : {}),
      ...(refiner ? { refiner: hash('3') } : {}),
      ...(hr_upscaler === '4x-sharp' ? { upscaler: hash('4') } : {})
    };
    return `${JSON.stringify(params)} ${contentKey(params, files, 'engine-1')}\n`;
  });
  expect(cells).toHaveLength(count);
  expect(createHash('sha256').update(rows.join('')).digest('hex')).toBe(sha256);
});
