import type { ModelEntry } from '../../schema/wire';
import { sentence } from '../../schema/messages';
import { expandSweep } from './index';
import { dreams, emoji, marked, refusal, testContext } from './testing';

const model = (name: string, changes: Partial<ModelEntry>): ModelEntry => ({ ...emoji, name, ...changes });
const models = [
  emoji,
  dreams,
  model('xl', { family: 'sdxl' }),
  model('fine', { family: 'sdxl_refiner' }),
  model('two', { family: 'sd2' }),
  model('patch', { task: 'inpaint' }),
  model('edit', { task: 'edit' })
];

test.each([
  ['%%sweep model=emoji-diffusion ⟦refiner=fine⟧\na', 'refiner_family'],
  ['%%sweep model=xl ⟦refiner=two⟧\na', 'refiner_family'],
  ['%%sweep model=emoji-diffusion,xl ⟦refiner=fine⟧\na', 'refiner_family'],
  ['%%sweep model=emoji-diffusion ⟦refiner=edit⟧\na', 'refiner_task'],
  ['%%sweep model=patch ⟦refiner=emoji-diffusion⟧\na', 'refiner_task'],
  ['%%sweep size=2048x1024 enable_hr=true ⟦hr_scale=4⟧\na', 'side_too_long']
])('%s is refused: %s', (written, code) => {
  const { text, where } = marked(written);
  const error = refusal(() => expandSweep({ text }, testContext({ models })));
  expect([error.code, error.where]).toEqual([code, where]);
  for (const language of ['en', 'zh_CN'] as const) {
    expect(sentence(error.code, error.facts, language).message).not.toMatch(/undefined|:$/);
  }
});

test.each([
  'model=xl refiner=fine',
  'model=emoji-diffusion refiner=two',
  "model=emoji-diffusion,xl refiner=two,none where=\"refiner == 'two' and model == 'emoji-diffusion'\"",
  'size=2048x2048 enable_hr=true hr_scale=2',
  'size=2048x2048 hr_scale=4'
])('%s can be drawn', words => {
  const text = `%%sweep ${words}\na`;
  expect(expandSweep({ text }, testContext({ models })).cells.length).toBeGreaterThan(0);
});
