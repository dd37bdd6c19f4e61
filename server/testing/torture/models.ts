import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A models folder with one checkpoint for the fake engine, of which a cell takes four steps. */
export function tortureModels(folder: string): string {
  const model = join(folder, 'toy');
  mkdirSync(join(model, 'unet'), { recursive: true });
  writeFileSync(join(model, 'model_index.json'), '{}');
  writeFileSync(join(model, 'unet', 'weights.safetensors'), 'weights of toy');
  writeFileSync(
    join(model, 'generation_defaults.json'),
    JSON.stringify({ width: 64, height: 64, steps: 4, sampler: 'Euler', scheduler: 'normal', cfg_scale: 5 })
  );
  return folder;
}
