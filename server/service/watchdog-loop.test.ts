import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { modelsFolder, submit, testService, untilJob, weightsFolder } from '../testing/test-service';
import { Watchdog } from '../watchdog/watchdog';

test('what a model has to read are the bytes of its files, those beside it too, not the memory that they take', async () => {
  const check = jest.spyOn(Watchdog.prototype, 'check');
  const models = modelsFolder();
  const files = weightsFolder('VAE/clear.safetensors', 'Lora/soft.safetensors', 'Lora/other.safetensors');
  const own = join(models, 'toy', 'unet', 'weights.safetensors');
  writeFileSync(own, Buffer.alloc(30e3, 'w'));
  const service = await testService({ bundledFolders: [models], modelFolders: [files] });
  const cell = '%%sweep seed=1 steps=40 vae=clear\na slow boat <lora:soft:0.7>';
  await untilJob(service, await submit(service, cell));
  const sizes = [own, join(files, 'VAE/clear.safetensors'), join(files, 'Lora/soft.safetensors')];
  const seen = check.mock.calls.filter(([{ cells }]) => cells > 0).map(([{ modelBytes }]) => modelBytes);
  expect(new Set(seen)).toEqual(new Set([sizes.reduce((sum, path) => sum + statSync(path).size, 0)]));
  check.mockRestore();
});
