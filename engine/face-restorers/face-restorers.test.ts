import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { excess } from '../testing/closeness';
import { readTensors } from '../testing/read-tensors';
import { inFolder, writeShapes, writeSparse } from '../testing/safetensors-file';
import { inspectFaceRestorer, openFaceRestorer } from './index';

const GOLDENS = join(__dirname, '../../goldens');
type Shapes = Record<string, number[]>;

/** Names and shapes of a published file. */
function published(name: string): Shapes {
  const packed = readFileSync(join(GOLDENS, `K/${name}.json.gz`));
  return (JSON.parse(gunzipSync(packed).toString()) as { keys: Shapes }).keys;
}

test.each([
  ['gfpgan_v1.4', 'GFPGAN'],
  ['restoreformer', 'RestoreFormer'],
  ['codeformer', 'CodeFormer']
])(
  'the published %s is known by its tensors, whatever its name and whatever stands before theirs',
  (name, kind) =>
    inFolder(folder => {
      const path = join(folder, 'some-face.pth');
      writeSparse(path, Object.entries(published(name)));
      expect(inspectFaceRestorer(path)).toMatchObject({ kind, side: 512 });
      writeSparse(
        path,
        Object.entries(published(name)).map(([tensor, shape]) => [`params_ema.${tensor}`, shape])
      );
      expect(inspectFaceRestorer(path)).toMatchObject({ kind, side: 512 });
    })
);

test("GFPGAN's result is torch's, with the noise that lies in its file", async () => {
  const { x, y } = { x: 'in.x@128x128', y: 'out.y@128x128' };
  const tensors = readTensors(join(GOLDENS, 'S/gfpgan_128.safetensors'));
  const restorer = await openFaceRestorer(join(GOLDENS, 'S/gfpgan_128.weights.safetensors'));
  const { planes } = await restorer.run(tensors.get(x)!.data as Float32Array, 128, 128);
  const again = await restorer.run(tensors.get(x)!.data as Float32Array, 128, 128);
  await restorer.dispose();
  // Twenty times the difference between float32 and float64.
  const tolerance = { atol: 2e-4, rtol: 1e-4 };
  expect(excess(planes, tensors.get(y)!.data as Float32Array, tolerance)).toBeLessThanOrEqual(1);
  expect(again.planes).toEqual(planes);
});

test('how much CodeFormer keeps of the face decides between what it chose, never what it chooses', async () => {
  const tensors = readTensors(join(GOLDENS, 'S/codeformer.safetensors'));
  const small = tensors.get('in.small_u8@512x512')!.data;
  const face = Float32Array.from({ length: 3 * 512 * 512 }, (_, k) => {
    const [x, y, colour] = [k % 512, Math.floor(k / 512) % 512, Math.floor(k / 512 ** 2)];
    return Number(small[((y >> 3) * 64 + (x >> 3)) * 3 + colour]) / 255;
  });
  const restorer = await openFaceRestorer(join(GOLDENS, 'S/codeformer.weights.safetensors'));
  const [own, free, faithful] = [
    await restorer.run(face, 512, 512),
    await restorer.run(face, 512, 512, 0),
    await restorer.run(face, 512, 512, 1)
  ];
  await restorer.dispose();
  const every8 = ({ planes }: { planes: Float32Array }): Float32Array =>
    planes.filter((_, k) => k % 8 === 0 && Math.floor(k / 512) % 8 === 0);
  const tolerance = { atol: 1e-3, rtol: 1e-4 };
  for (const [name, found] of [
    ['out.y', own],
    ['out.y_w0', free],
    ['out.y_w1', faithful]
  ] as const) {
    const expected = tensors.get(`${name}@512x512/every8`)!.data as Float32Array;
    expect(excess(every8(found), expected, tolerance)).toBeLessThanOrEqual(1);
    expect([...found.codes!]).toEqual(
      Array.from(tensors.get('out.code_index@512x512')!.data as BigInt64Array, Number)
    );
  }
});

const opened = async (shapes: Shapes): Promise<unknown> =>
  inFolder(async folder => {
    const path = join(folder, 'face.safetensors');
    writeShapes(path, shapes);
    return openFaceRestorer(path);
  });

/** The smallest GFPGAN with all it is told by. */
const tiny = (): Shapes => {
  const header = JSON.parse(
    readFileSync(join(GOLDENS, 'S/gfpgan_128.weights.safetensors'))
      .subarray(8)
      .toString('latin1')
      .replace(/\}\}.*$/s, '}}')
  ) as Record<string, { shape: number[] }>;
  return Object.fromEntries(
    Object.entries(header)
      .filter(([name]) => name !== '__metadata__')
      .map(([name, { shape }]) => [name, shape])
  );
};

test.each<[string, () => Shapes, object]>([
  [
    'an upscaler',
    () => ({ 'conv_first.weight': [8, 3, 3, 3], 'body.0.rdb1.conv1.weight': [4, 8, 3, 3] }),
    { code: 'model_unsupported', facts: { file: 'face.safetensors', reason: 'not_a_face_restorer' } }
  ],
  [
    'the first GFPGAN',
    () => ({ ...tiny(), 'conv_body_first.0.weight': [8, 3, 1, 1] }),
    { code: 'model_unsupported', facts: { file: 'face.safetensors', reason: 'gfpgan_original' } }
  ],
  [
    'a GFPGAN without its noise',
    () => Object.fromEntries(Object.entries(tiny()).filter(([name]) => !name.endsWith('noise4'))),
    {
      code: 'model_incomplete',
      facts: {
        file: 'face.safetensors',
        reason: 'tensor_missing',
        tensor: 'stylegan_decoder.noises.noise4'
      }
    }
  ],
  [
    'a GFPGAN whose widths do not fit',
    () => ({ ...tiny(), 'conv_body_up.1.conv1.weight': [16, 12, 3, 3] }),
    { code: 'model_incomplete' }
  ]
])('%s is refused by name', async (_, shapes, error) =>
  expect(opened(shapes())).rejects.toMatchObject(error)
);

test('RestoreFormer with attention at finer levels is refused as another network', () =>
  inFolder(async folder => {
    const path = join(folder, 'plus.safetensors');
    writeSparse(path, [
      ...Object.entries(published('restoreformer')),
      ['decoder.up.4.attn.0.q.weight', [256, 256, 1, 1]]
    ]);
    await expect(openFaceRestorer(path)).rejects.toMatchObject({ facts: { reason: 'restoreformer_other' } });
  }));

test('whatever tensor is missing or of another shape, the refusal says which', async () => {
  const names = Object.keys(tiny()).filter(name => !/style_mlp|toRGB/.test(name));
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...names), fc.boolean(), async (name, missing) => {
      const shapes = tiny();
      shapes[name] = [...shapes[name].slice(0, -1), shapes[name].at(-1)! + 1];
      if (missing) {
        delete shapes[name];
      }
      await expect(opened(shapes)).rejects.toMatchObject({
        code: expect.stringMatching(/^model_(incomplete|unsupported)$/) as string
      });
    }),
    { numRuns: 60 }
  );
});

test('what is no file of weights keeps its own refusal', () =>
  inFolder(async folder => {
    const path = join(folder, 'GFPGANv1.4.pth');
    await expect(openFaceRestorer(path)).rejects.toMatchObject({ code: 'model_missing' });
    writeFileSync(path, Buffer.from('\x80\x02cos\nsystem\n.', 'latin1'));
    await expect(openFaceRestorer(path)).rejects.toMatchObject({ code: 'model_pickled' });
    writeFileSync(path, 'no weights');
    await expect(openFaceRestorer(path)).rejects.toMatchObject({ code: 'model_corrupt' });
  }));

/** Where this checkout has the references that are too large for it. */
const SHARED = join(__dirname, '../../../shared/care/goldens/S');
(existsSync(SHARED) ? test : test.skip)(
  'RestoreFormer takes any sides that divide by 32, as torch does',
  async () => {
    const tensors = readTensors(join(SHARED, 'restoreformer.safetensors'));
    const restorer = await openFaceRestorer(join(SHARED, 'restoreformer.weights.safetensors'));
    const { planes } = await restorer.run(tensors.get('in.x@96x128')!.data as Float32Array, 128, 96);
    await restorer.dispose();
    const tolerance = { atol: 2e-4, rtol: 1e-4 };
    expect(excess(planes, tensors.get('out.y@96x128')!.data as Float32Array, tolerance)).toBeLessThanOrEqual(
      1
    );
  }
);
