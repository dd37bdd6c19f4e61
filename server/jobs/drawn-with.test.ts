/** A file that is another in the middle of a sweep is told once on its job. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { submit, testService, untilJob, weightsFolder } from '../testing/test-service';

const remarksOf = (warnings: readonly { code: string; facts?: object }[]): (object | undefined)[] =>
  warnings.filter(({ code }) => code === 'drawn_with_another').map(({ facts }) => facts);

test('from which cell on another LoRA was drawn with', async () => {
  const folder = weightsFolder('Lora/soft.safetensors', 'VAE/soft.safetensors');
  const service = await testService({ modelFolders: [folder] });
  const text = '%%sweep vae=soft seed=1..4 steps=10\na slow <lora:SOFT:1>';
  await untilJob(service, await submit(service, text.replace('1..4', '1')));
  const id = await submit(service, text);
  writeFileSync(join(folder, 'Lora/soft.safetensors'), 'other');
  const { cells, plan } = await untilJob(service, id);
  expect(cells.map(({ state }) => state)).toEqual(['done', 'done', 'done', 'done']);
  expect(remarksOf(plan.warnings)).toEqual([{ file: 'soft', cell: expect.any(Number) }]);
  expect(plan.warnings.at(-1)?.message).toMatch(/^From cell [2-4] on, drawn with another soft than before/);
  const again = await untilJob(service, await submit(service, text));
  expect(remarksOf(again.plan.warnings)).toEqual([]);
});

test('another model under the name of the first is told where no hash was known before', async () => {
  const folder = weightsFolder('one.safetensors');
  const service = await testService({ modelFolders: [folder] });
  const id = await submit(service, '%%sweep model=one seed=1..8 steps=4\na slow boat');
  await untilJob(service, id, ({ cells }) => cells[0].state === 'done');
  writeFileSync(join(folder, 'one.safetensors'), 'other');
  const { plan, cells } = await untilJob(service, id);
  expect(cells.every(({ state }) => state === 'done')).toBe(true);
  expect(remarksOf(plan.warnings)).toEqual([{ file: 'one', cell: expect.any(Number) }]);
});
