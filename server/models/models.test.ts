import { mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Inspection } from '../../engine/worker';
import { Database } from '../store/database';
import { sha256 } from '../store/content-key';
import { ModelCache } from '../store/model-cache';
import { ModelIdentities } from '../store/model-identities';
import { modelsFolder, temporaryFolder } from '../testing/test-service';
import { findModels, fingerprint } from './find-models';
import { changedFile } from '../../engine/worker';
import { readDefaults } from './model-defaults';
import { ModelRegistry, type RegistryOptions } from './registry';

function folderWith(...paths: string[]): string {
  const folder = temporaryFolder();
  for (const path of paths) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), path);
  }
  return folder;
}

describe('finding models', () => {
  test('takes folders and single files of every ending, and leaves the rest', async () => {
    const folder = folderWith(
      'diffusers/model_index.json',
      'diffusers/unet/weights.safetensors',
      'sub/deep/one.safetensors',
      'old.ckpt',
      'embeddings/style.PT',
      'kl-f8.vae.pt',
      'upscalers/4x.pth',
      'learned_embeds.bin',
      'notes.txt',
      'objects.pkl',
      '.hidden/two.safetensors'
    );
    const found = (await findModels(folder)).map(({ name, kind }) => `${kind} ${name}`);
    expect(found).toEqual([
      'folder diffusers',
      'file style',
      'file kl-f8.vae',
      'file learned_embeds',
      'file old',
      'file one',
      'file 4x'
    ]);
  });

  test('looks as deep as people file them, through links too, but in no circle', async () => {
    const deep = 'Lora/SD 1.5/Styles/Artists/by name/m/monet.safetensors';
    const folder = folderWith(deep);
    const other = folderWith('a/b/c/d/e/f/g/linked.safetensors');
    symlinkSync(other, join(folder, 'linked'));
    symlinkSync(folder, join(other, 'a/b/back'));
    symlinkSync('..', join(folder, 'Lora/up'));
    symlinkSync('.', join(folder, 'here'));
    expect((await findModels(folder)).map(({ path }) => relative(folder, path))).toEqual([
      deep,
      'linked/a/b/c/d/e/f/g/linked.safetensors'
    ]);
  });

  test.each([
    'optimizer.bin',
    'scheduler.pt',
    'scaler.pt',
    'training_args.bin',
    'rng_state_0.pth',
    'random_states_0.pkl'
  ])('%s, which a training leaves beside its weights, is no model', async name =>
    expect(await findModels(folderWith(name))).toEqual([])
  );

  test('a folder that is itself a model is one', async () => {
    const folder = folderWith('model_index.json', 'unet/weights.safetensors');
    expect(await findModels(folder)).toEqual([{ name: expect.any(String), path: folder, kind: 'folder' }]);
  });

  test('a VAE or a ControlNet in a folder of its own has the folder’s name', async () => {
    const folder = folderWith(
      'vae/mse/config.json',
      'vae/mse/diffusion_pytorch_model.safetensors',
      'controlnet/canny/config.json',
      'controlnet/canny/diffusion_pytorch_model.fp16.safetensors',
      'controlnet/depth/config.json',
      'controlnet/depth/diffusion_pytorch_model.bin',
      'loras/config.json',
      'loras/ink.safetensors'
    );
    const found = (await findModels(folder)).map(({ name, kind }) => `${kind} ${name}`);
    expect(found).toEqual(['folder canny', 'folder depth', 'file ink', 'folder mse']);
  });

  test('in a cache of the hub a model is called as its repository, and is there once', async () => {
    const folder = folderWith(
      'hub/models--some--tiny-sd/refs/main',
      'hub/models--some--tiny-sd/blobs/0123',
      'hub/models--some--tiny-sd/snapshots/aaa/model_index.json',
      'hub/models--some--tiny-sd/snapshots/bbb/model_index.json',
      'hub/models--some--styles/snapshots/ccc/ink.safetensors'
    );
    writeFileSync(join(folder, 'hub/models--some--tiny-sd/refs/main'), 'aaa\n');
    const found = await findModels(folder);
    expect(found.map(({ name, kind }) => `${kind} ${name}`)).toEqual(['file ink', 'folder tiny-sd']);
    expect(found[1].path).toBe(join(folder, 'hub/models--some--tiny-sd/snapshots/aaa'));
  });

  test('a folder that isn’t there holds none', async () => {
    expect(await findModels('/nowhere')).toEqual([]);
  });

  test('the fingerprint follows every file of a folder', async () => {
    const folder = folderWith('model_index.json', 'unet/weights.safetensors');
    const before = await fingerprint(folder);
    expect(await fingerprint(folder)).toBe(before);
    utimesSync(join(folder, 'unet/weights.safetensors'), 1, 1);
    expect(await fingerprint(folder)).not.toBe(before);
  });

  test.each([
    ['for a while has the fingerprint of its last state', 10, true],
    ['all the while has one that is no state’s', Infinity, false]
  ])('a file that is written to %s', async (_, writes, settles) => {
    const path = join(folderWith('a.safetensors'), 'a.safetensors');
    let written = 0;
    const timer = setInterval(() => written++ < writes && writeFileSync(path, `${written}`), 5);
    const print = await fingerprint(path);
    clearInterval(timer);
    expect([written >= writes, changedFile({ [path]: print }) === null]).toEqual([settles, settles]);
  });
});

test.each([
  ['{"steps": 12, "cfg": 3.5, "sampler": "Euler"}', { steps: 12, cfg_scale: 3.5, sampler: 'Euler' }, {}],
  ['{"steps": 0, "cfg_scale": "high", "width": 100}', {}, { steps: '0', cfg_scale: '"high"', width: '100' }],
  [
    '{"seed": 1, "prompt": "x", "batch_size": 4, "nonsense": 1}',
    {},
    { seed: '1', prompt: '"x"', batch_size: '4', nonsense: '1' }
  ],
  ['{"steps": 12.5, "emphasis": "loud", "rng": "nv"}', { rng: 'nv' }, { steps: '12.5', emphasis: '"loud"' }]
])('a defaults file %s gives %j', (text, defaults, ignored) => {
  expect(readDefaults(text)).toEqual({ defaults, ignored });
});

test.each(['not json', 'null', '[1]', '"steps"', '{"steps": 12,}', ''])(
  'defaults of %j are no object, which is told',
  text => {
    expect(readDefaults(text)).toEqual({ problem: { code: 'defaults_no_object', facts: {} } });
  }
);

describe('the registry', () => {
  const inspection = (path: string): Inspection => ({
    path,
    kind: 'checkpoint',
    task: 'plain',
    family: 'sd1',
    layout: 'diffusers',
    prediction_type: 'epsilon',
    native: { width: 64, height: 64 },
    memory_bytes: 5,
    weight_files: path.endsWith('.safetensors') ? [''] : ['unet/weights.safetensors'],
    size_bytes: 5,
    text_layers: 2,
    guidance_dim: 0,
    missing_parts: [],
    problem: null
  });
  const databases: Database[] = [];
  afterEach(() => databases.splice(0).forEach(database => database.close()));

  function registry(options: Partial<RegistryOptions>): ModelRegistry {
    const database = new Database(join(temporaryFolder(), 'db'));
    databases.push(database);
    return new ModelRegistry({
      folders: [],
      bundledFolders: [],
      defaultModel: null,
      cache: new ModelCache(database),
      identities: new ModelIdentities(database),
      inspect: async path => inspection(path),
      ...options
    });
  }

  test('the bundled model is the default unless the service was told another, or it isn’t there', async () => {
    const [own, bundled] = [modelsFolder('mine'), modelsFolder('bundled')];
    const names = async (options: Partial<RegistryOptions>): Promise<string | null> => {
      const made = registry(options);
      await made.scan();
      return made.defaultModel();
    };
    expect(await names({ folders: [own], bundledFolders: [bundled] })).toBe('bundled');
    expect(await names({ folders: [own], bundledFolders: [bundled], defaultModel: 'mine' })).toBe('mine');
    expect(await names({ folders: [own], bundledFolders: [bundled], defaultModel: 'gone' })).toBe('bundled');
    expect(await names({ folders: [own] })).toBe('mine');
    expect(await names({})).toBeNull();
  });

  test('a model is inspected once, and again when its files change', async () => {
    const folder = modelsFolder('one');
    let inspected = 0;
    const made = registry({
      folders: [folder],
      inspect: async path => {
        inspected++;
        return inspection(path);
      }
    });
    await made.scan();
    await made.scan();
    expect(inspected).toBe(1);
    utimesSync(join(folder, 'one', 'unet', 'weights.safetensors'), 1, 1);
    await made.scan();
    expect(inspected).toBe(2);
  });

  test('scans asked for at the same time are one', async () => {
    let inspected = 0;
    const made = registry({
      folders: [modelsFolder('one')],
      inspect: async path => {
        inspected++;
        return inspection(path);
      }
    });
    await Promise.all([made.list(), made.scan(), made.list()]);
    expect(inspected).toBe(1);
  });

  test('equal names stay apart', async () => {
    const made = registry({ folders: [modelsFolder('one'), modelsFolder('one')] });
    expect((await made.list()).map(({ entry }) => entry.name)).toEqual(['one', 'one-2']);
  });

  test('a torch file is inspected as any other, and one beside a safetensors file is listed too', async () => {
    const made = registry({ folders: [folderWith('old.ckpt', 'old.safetensors')] });
    expect((await made.list()).map(({ entry, problem }) => [entry.usable, problem])).toEqual([
      [true, null],
      [true, null]
    ]);
  });

  test('a file that takes the engine down is named, and the others are still there', async () => {
    const made = registry({
      folders: [modelsFolder('bad', 'good')],
      inspect: async path => {
        if (path.includes('bad')) {
          throw new Error("the engine's process ended (SIGFPE)");
        }
        return inspection(path);
      }
    });
    expect((await made.list()).map(({ entry, problem }) => [entry.name, problem?.code ?? null])).toEqual([
      ['bad', 'model_corrupt'],
      ['good', null]
    ]);
  });

  test('a single file’s hash is its own, as model sites print it', async () => {
    const made = registry({ folders: [folderWith('one.safetensors')] });
    await made.list();
    expect(made.knownIdentity('one')).toBeNull();
    expect(await made.hash('one')).toBe(sha256('one.safetensors'));
    expect(made.knownIdentity('one')).toBe(sha256('one.safetensors'));
  });

  test('an unknown name is answered with the nearest', async () => {
    const made = registry({ folders: [modelsFolder('dreamy-v2')] });
    await made.list();
    expect(() => made.usable('dreamy-v3')).toThrow(
      expect.objectContaining({ code: 'model_missing', facts: { name: 'dreamy-v3', near: 'dreamy-v2' } })
    );
  });
});
