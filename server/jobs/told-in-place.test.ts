/** What the plan remarks on and refuses because of files stands where it was written, and is quoted as written. */
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { readRaw, writeRaw } from '../../engine/testing/alter-tensors';
import { bundleWorker } from '../../engine/testing/worker-script';
import { writeTensors } from '../../engine/testing/write-tensors';
import type { Fault, FaultData } from '../../schema/fault';
import type { Service } from '../service/service';
import { marked } from '../sweep/testing';
import { makeService, temporaryFolder } from '../testing/test-service';

const SD1 = join(__dirname, '../../goldens/A/sd1');

let service: Service;
beforeAll(async () => {
  const folder = temporaryFolder();
  for (const kind of ['Stable-diffusion', 'VAE', 'embeddings']) {
    mkdirSync(join(folder, kind));
  }
  symlinkSync(join(SD1, 'single-fp16.safetensors'), join(folder, 'Stable-diffusion/tiny.safetensors'));
  symlinkSync(join(SD1, 'diffusers/tokenizer'), join(folder, 'Stable-diffusion/tokenizer'));
  const bare = [...readRaw(join(SD1, 'single-fp16.safetensors'))].filter(
    ([name]) => !name.startsWith('first_stage_model.')
  );
  writeRaw(join(folder, 'Stable-diffusion/novae.safetensors'), new Map(bare));
  symlinkSync(join(SD1, 'vae_old_names'), join(folder, 'VAE/own'));
  for (const name of ['EasyNegative', 'bad hands', 'v1.2(x)']) {
    const tensor = { shape: [1, 999], data: new Float32Array(999) };
    writeTensors(join(folder, `embeddings/${name}.safetensors`), { emb_params: tensor } as never);
  }
  service = makeService({
    modelFolders: [folder],
    bundledFolders: [],
    defaultModel: 'tiny',
    worker: bundleWorker()
  });
  await service.start();
  await service.registry.list();
}, 60_000);
afterAll(() => service.stop(500));

const T = '%%sweep seed=1 steps=2 size=64x64 model=tiny cfg=5';
const told = async (text: string): Promise<FaultData[]> => (await service.planner.plan({ text })).warnings;

test.each([
  [`${T}\na kite\nNegative prompt: bad, ⟦easynegative⟧`],
  [`${T}\na (⟦easynegative⟧:1.2) kite`],
  [`${T}\na kite # easynegative\non ⟦EASYNEGATIVE⟧ sea`],
  [`${T} neg="⟦EasyNegative⟧, x","y"\na kite`],
  [`${T} neg="y","⟦easynegative⟧"\na kite`],
  [`${T} prompt="a kite","a ⟦easynegative⟧ kite"`],
  [`${T}\na {fox|⟦EasynegativE⟧} kite`],
  [`${T}\nuneasynegatively\nNegative prompt: ⟦easynegative⟧`],
  [`${T}\na kite, ⟦Bad  Hands⟧`],
  [`${T}\na kite, ⟦V1.2\\(X\\)⟧`]
])('%s: a misfit embedding is told at its word, as it was written', async written => {
  const { text, where } = marked(written);
  const word = written.slice(written.indexOf('⟦') + 1, written.indexOf('⟧'));
  expect((await told(text)).filter(({ code }) => code === 'embedding_misfit')).toMatchObject([
    { facts: { name: word }, where }
  ]);
});

test.each([
  '%%sweep seed=1 steps=2 size=64x64 model=novae vae=⟦none⟧,own\na kite',
  '%%sweep seed=1 steps=2 size=64x64 model=novae vae=own,⟦Automatic⟧\na kite',
  '%%sweep seed=1 steps=2 size=64x64 model=novae vae=⟦none⟧\na kite',
  '%%sweep seed=1 steps=2 size=64x64 model&vae=tiny&own,⟦novae&none⟧\na kite',
  '%%sweep seed=1 steps=2 size=64x64 ⟦model=novae⟧\na kite'
])('%s: a model without a VAE is refused where none is asked for', async written => {
  const { text, where } = marked(written);
  const refused = await service.planner.plan({ text }).catch((error: Fault) => error);
  expect(refused).toMatchObject({ code: 'model_incomplete', where });
});

test('remarks come as one reads, whoever makes them', async () => {
  const text =
    `${T} vae_tiling=on seed=1..3,2 neg="easynegative","x"\n\n(a __kite # of\n{red|red |red} EasyNegative (`.replace(
      'seed=1 ',
      ''
    );
  const places = (await told(text)).flatMap(({ where }) => (where ? [where.line * 1000 + where.column] : []));
  expect(new Set(places).size).toBeGreaterThan(5);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});
