/** Fixtures of networks that restore faces: what they make of a picture, and how published files are told by their tensors. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { graphOf, inSpelling, openFaceRestorer, readRestorer } from '../../../engine/face-restorers';
import type { RestorerArch } from '../../../engine/face-restorers';
import type { Tensor } from '../../../engine/testing/read-tensors';
import { WeightSource } from '../../../engine/weights';
import type { WeightsHeader } from '../../../engine/weights';
import { compareNumbers, compareValues } from '../compare';
import type { Item } from '../compare';
import type { Fixture } from '../manifest';
import { floatsOf } from '../manifest';
import type { CheckContext, Kind } from '../kind';
import { cropOf, everyPixelOf, enlarged } from './picture-parts';
import type { Planes } from './picture-parts';

const KINDS: readonly unknown[] = ['GFPGAN', 'RestoreFormer', 'CodeFormer'];

export const faceRestorerKinds: Kind[] = [
  {
    name: 'face restorer',
    matches: ({ config, tensors }) => tensors !== undefined && KINDS.includes(config?.architecture),
    check: checkRun
  },
  {
    name: 'face restorer layout',
    matches: ({ file, expect }) => file.endsWith('.json.gz') && KINDS.includes(expect?.architecture),
    check: (fixture, { folder }) => checkLayout(fixture, folder.absolute(fixture.file))
  }
];

/** `out.<what>@<width>x<height>[/every8 or /crop64]`; `y` at the fidelity the fixture names, `y_w<n>` at n. */
const OUTPUT = /^out\.(?<what>y(?:_w(?<fidelity>[\d.]+))?|code_index)@(?<size>\d+x\d+)(?:\/(?<part>\w+))?$/;

async function checkRun(fixture: Fixture, { folder }: CheckContext): Promise<Item[]> {
  const tensors = folder.tensors(fixture);
  const restorer = await openFaceRestorer(folder.absolute(fixture.model ?? ''));
  const items: Item[] = [];
  try {
    for (const [name, expected] of tensors) {
      const { what, fidelity, size, part } = OUTPUT.exec(name)?.groups ?? {};
      if (what === undefined) {
        continue;
      }
      const face = faceOf(tensors, size);
      const own = fixture.config?.weight as number | undefined;
      const w = fidelity === undefined ? own : Number(fidelity);
      const { planes, codes } = await restorer.run(face.data, face.height, face.width, w);
      const found = what === 'code_index' ? codes! : partOf({ ...face, data: planes }, part);
      const tolerance = what === 'code_index' ? { exact: true } : (fixture.tolerance ?? {});
      items.push(compareNumbers(name, found, floatsOf(expected, name), tolerance));
    }
  } finally {
    await restorer.dispose();
  }
  return items;
}

/** The picture of a size in [0, 1]: stored as it is, or small, each pixel to be repeated. */
function faceOf(tensors: ReadonlyMap<string, Tensor>, size: string): Planes {
  const [width, height] = size.split('x').map(Number);
  const whole = tensors.get(`in.x@${size}`);
  return whole
    ? { data: floatsOf(whole, 'in.x'), channels: 3, height, width }
    : enlarged(tensors.get(`in.small_u8@${size}`)!, width, height);
}

function partOf(planes: Planes, part: string | undefined): Float32Array {
  return part === undefined
    ? planes.data
    : part.startsWith('every')
      ? everyPixelOf(planes, 8)
      : cropOf(planes);
}

type Layout = {
  keys: Readonly<Record<string, readonly number[]>>;
  parameters: number;
  buffer_keys: readonly string[];
};

/** Tensors that a network runs without: what StyleGAN2 makes its styles of, pictures made on the way, norms of a second input. */
const UNUSED: Readonly<Record<RestorerArch['kind'], RegExp>> = {
  GFPGAN: /^(stylegan_decoder\.style_mlp|toRGB)\./,
  RestoreFormer: /^encoder\..*attn.*\.norm2\./,
  CodeFormer: /^$/
};

function checkLayout({ id, expect }: Fixture, path: string): Item[] {
  const { keys, parameters, buffer_keys } = JSON.parse(gunzipSync(readFileSync(path)).toString()) as Layout;
  const header = headerOf(`/${id}.safetensors`, keys);
  const { arch, spell } = readRestorer(header);
  const weights = new WeightSource(header, inSpelling(arch, spell));
  graphOf(weights, arch);
  const taken = new Set(weights.entriesTaken.map(({ name }) => name));
  const left = Object.keys(keys).filter(name => !taken.has(name) && !UNUSED[arch.kind].test(name));
  const sizes = Object.entries(keys).filter(([name]) => !buffer_keys.includes(name));
  return [
    compareValues('architecture', arch.kind, expect?.architecture),
    compareValues('scale, in, out', [1, 3, 3], [expect?.scale, expect?.in, expect?.out]),
    compareValues('no tensor is left over', left, []),
    compareValues(
      'parameters',
      sizes.reduce((sum, [, shape]) => sum + elements(shape), 0),
      parameters
    )
  ];
}

const elements = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/** The header a file of these shapes would have. */
function headerOf(file: string, shapes: Layout['keys']): WeightsHeader {
  const tensors = Object.entries(shapes).map(([name, shape]) => {
    return [name, { name, dtype: 'F16', shape, file, offset: 0, length: 2 * elements(shape) }] as const;
  });
  return { file, files: [file], sizeBytes: 0, metadata: {}, tensors: new Map(tensors) };
}
