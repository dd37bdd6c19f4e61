/** A recipe tells of the files that have a part in its picture; its content key counts all that the cell names, as it always did. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Database } from '../store/database';
import { ModelIdentities } from '../store/model-identities';
import { PictureStore } from '../store/picture-store';
import { recipeOf } from '../images/encode';
import type { Recipe } from '../images/recipe';
import { reconcile } from '../service/reconcile';
import type { Service } from '../service/service';
import {
  modelsFolder,
  submit,
  temporaryFolder,
  testService,
  untilJob,
  weightsFolder
} from '../testing/test-service';

let service: Service;
beforeEach(async () => {
  const files = weightsFolder(
    'Lora/soft.safetensors',
    'ESRGAN/4x.safetensors',
    'embeddings/good_hands.safetensors'
  );
  service = await testService({ modelFolders: [modelsFolder('toy', 'second'), files] });
});

async function drawn(text: string): Promise<{ recipe: Recipe; key: string; image: string }> {
  const { cells, state } = await untilJob(service, await submit(service, `%%sweep seed=1 ${text}`));
  expect(state).toBe('done');
  const image = cells[0].image!;
  const key = service.pictures.all().find(({ sha256 }) => sha256 === image)!.key;
  return { recipe: recipeOf((await service.files.get(image))!)!, key, image };
}

test.each([
  ['refiner=second steps=1\na', { refiner: 'second' }, 'refiner'],
  ['refiner=second steps=10 refiner_switch_at=1\na', { refiner: 'second' }, 'refiner'],
  ['\na kite AND good_hands :0', {}, 'embeddings'],
  ['skip_early_cond=1\na\nNegative prompt: good_hands', {}, 'embeddings'],
  ['hires=on hr_scale=1 hr_upscaler=4x\na', {}, 'upscaler']
])('%s', async (text, params, role) => {
  const { recipe, key, image } = await drawn(text);
  expect(recipe.params).toMatchObject(params);
  expect(recipe.files).toBeUndefined();
  expect(Object.keys(recipe.idle!)).toEqual([role]);
  expect(recipe.infotext).not.toMatch(/Refiner|TI hashes|Lora hashes/);
  await expectFoundAgain(image, key);
});

test.each([
  ['refiner=second steps=20\na', /Refiner: second \[\w{10}\], Refiner switch at: 0\.8/],
  ['\na good_hands', /TI hashes: "?good_hands: \w{12}/],
  ['\na <lora:Soft:0.5>', /Lora hashes: "?Soft: \w{12}/]
])('%s is at work', async (text, told) => {
  const { recipe, key, image } = await drawn(text);
  expect(recipe.idle).toBeUndefined();
  expect(recipe.infotext).toMatch(told);
  await expectFoundAgain(image, key);
});

/** A lost database has the picture under the same key again. */
async function expectFoundAgain(image: string, key: string): Promise<void> {
  const folder = temporaryFolder();
  const database = new Database(join(folder, 'db'));
  const pictures = new PictureStore(database);
  await reconcile(database, pictures, service.files, new ModelIdentities(database));
  expect(pictures.all().find(({ sha256 }) => sha256 === image)?.key).toBe(key);
  database.close();
  rmSync(folder, { recursive: true });
}
