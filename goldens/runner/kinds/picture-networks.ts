/** Fixtures of networks that make one picture of another: what they make of one, and how published files are told by their tensors. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { buildPictureNetwork, enhancedPlanes, openPictureNetwork } from '../../../engine/picture-networks';
import type { IPictureNetwork, PictureNetwork } from '../../../engine/picture-networks';
import { crop } from '../../../engine/tiles';
import type { Planes } from '../../../engine/tiles';
import { readWeightsHeader } from '../../../engine/weights';
import type { WeightsHeader } from '../../../engine/weights';
import type { Tensor } from '../../../engine/testing/read-tensors';
import { compareNumbers, compareValues } from '../compare';
import type { Item } from '../compare';
import type { CheckContext, Kind } from '../kind';
import { floatsOf } from '../manifest';
import type { Fixture, Tolerance } from '../manifest';
import { publishedWeights } from '../published-weights';

/** What the fixtures call published networks, and those that users bring. */
const PUBLISHED: readonly unknown[] = ['SRVGGNetCompact', 'RRDBNet', 'waifu2x.upconv_7', 'waifu2x.cunet'];
const BROUGHT: readonly unknown[] = ['SwinIR', 'SCUNet', 'DAT', 'HAT', 'SPAN', 'NAFNet'];
const ENLARGERS: readonly unknown[] = ['ESRGAN', 'Compact'];

const isTable = ({ file }: Fixture): boolean => file.endsWith('.json.gz');
/** Everything at once. */
const WHOLE = { tile: Infinity, hidden: 0, fade: 0, step: 1 };

export const pictureNetworkKinds: Kind[] = [
  {
    name: 'published picture network',
    matches: ({ config }) => PUBLISHED.includes(config?.architecture),
    check: checkPublished
  },
  {
    name: 'tiled picture',
    matches: ({ tensors = {} }) => 'out.y_tiled' in tensors,
    check: checkTiled
  },
  {
    name: 'picture network',
    matches: ({ config, tensors }) => tensors !== undefined && BROUGHT.includes(config?.architecture),
    check: checkBrought
  },
  {
    name: 'picture network layout',
    // waifu2x is unknown to spandrel, whose answers are expected otherwise.
    matches: fixture =>
      isTable(fixture) &&
      ([...BROUGHT, ...ENLARGERS].includes(fixture.expect?.architecture) || fixture.expect === null),
    check: (fixture, { folder }) => checkTable(fixture, readTable(folder.absolute(fixture.file)))
  },
  { name: 'published layouts', matches: ({ id }) => id === 'K/care-summary', check: checkSummary }
];

async function withNetwork<T>(path: string, use: (network: IPictureNetwork) => Promise<T>): Promise<T> {
  const network = await openPictureNetwork(path, { tiling: WHOLE });
  try {
    return await use(network);
  } finally {
    await network.dispose();
  }
}

/** An NHWC picture of 8 bits as planes in [0, 1]. */
function planesOf({ shape, data }: Tensor): Planes {
  const [height, width, channels] = shape.slice(-3);
  const pixels = height * width;
  const planes = Float32Array.from(
    { length: channels * pixels },
    (_, k) => Number(data[(k % pixels) * channels + Math.floor(k / pixels)]) / 255
  );
  return { data: planes, channels, height, width };
}

function planesIn(tensor: Tensor, name: string): Planes {
  const [channels, height, width] = tensor.shape.slice(-3);
  return { data: floatsOf(tensor, name), channels, height, width };
}

/** Levels of planes in [0, 1], rounded half up, in NHWC. */
function levelsOf({ data, channels, height, width }: Planes): number[] {
  const pixels = height * width;
  return Array.from({ length: data.length }, (_, k) => {
    const value = data[(k % channels) * pixels + Math.floor(k / channels)];
    return Math.floor(255 * Math.min(1, Math.max(0, value)) + 0.5);
  });
}

const toleranceOf = ({ tolerance = {} }: Fixture, name: string): Tolerance =>
  (tolerance[name] as Tolerance | undefined) ?? tolerance;

/** `out.y` may have pixels more at its end, of what the picture was filled up by. `out.y_nunif` is another program's rule, not ours. */
async function checkPublished(fixture: Fixture, { folder }: CheckContext): Promise<Item[]> {
  const tensors = folder.tensors(fixture);
  const picture = planesOf(tensors.get('in.image_u8')!);
  return withNetwork(publishedWeights(folder, fixture), async network => {
    const { data, height, width } = await network.run(picture);
    const raw = compareNumbers(
      'out.y',
      data,
      crop(planesIn(tensors.get('out.y')!, 'out.y'), 0, 0, height, width).data,
      toleranceOf(fixture, 'out.y')
    );
    const made = await enhancedPlanes(network, picture);
    const expected = floatsOf(tensors.get('out.image_u8'), 'out.image_u8');
    return [raw, compareNumbers('out.image_u8', levelsOf(made), expected, toleranceOf(fixture, 'image_u8'))];
  });
}

/**
 * The picture as a whole; in tiles as ours, which are the whole picture; and in those of realesrgan-ncnn, whose tiles see too little of
 * their neighbours.
 */
async function checkTiled(fixture: Fixture, { folder }: CheckContext): Promise<Item[]> {
  const tensors = folder.tensors(fixture);
  const { tile, overlap } = fixture.config as { tile: number; overlap: number };
  const picture = planesOf(tensors.get('in.image_u8')!);
  const path = publishedWeights(folder, fixture);
  const whole = await withNetwork(path, network => network.run(picture));
  const sight = buildPictureNetwork(readWeightsHeader(path)).network.sight.pixels;
  const tiled = await openPictureNetwork(path, {
    tiling: { tile: tile + 2 * sight, hidden: sight, fade: 0, step: 1 }
  });
  const ours = await tiled.run(picture);
  await tiled.dispose();
  const theirs = await withNetwork(path, network => inTheirTiles(network, picture, tile, overlap));
  const levels = { max_abs: 1, mean_abs: 0.02 };
  const expected = floatsOf(tensors.get('out.image_u8_whole'), 'out.image_u8_whole');
  return [
    compareNumbers('out.image_u8_whole', levelsOf(whole), expected, levels),
    compareNumbers('our tiles are the whole picture', ours.data, whole.data, { atol: 1e-5 }),
    compareNumbers(
      'out.y_tiled',
      theirs.data,
      floatsOf(tensors.get('out.y_tiled'), 'out.y_tiled'),
      fixture.tolerance ?? {}
    )
  ];
}

async function inTheirTiles(
  network: IPictureNetwork,
  picture: Planes,
  tile: number,
  overlap: number
): Promise<Planes> {
  const { scale } = network;
  const { channels, height, width } = picture;
  const whole = new Float32Array(channels * height * width * scale ** 2);
  for (let top = 0; top < height; top += tile) {
    for (let left = 0; left < width; left += tile) {
      const [rows, columns] = [Math.min(tile, height - top), Math.min(tile, width - left)];
      const made = await network.run(
        repeatedCrop(picture, top - overlap, left - overlap, rows + 2 * overlap, columns + 2 * overlap)
      );
      const kept = crop(made, overlap * scale, overlap * scale, rows * scale, columns * scale);
      for (let row = 0; row < channels * rows * scale; row++) {
        const y = Math.floor(row / (rows * scale)) * height * scale + top * scale + (row % (rows * scale));
        const from = row * columns * scale;
        whole.set(kept.data.subarray(from, from + columns * scale), y * width * scale + left * scale);
      }
    }
  }
  return { data: whole, channels, height: height * scale, width: width * scale };
}

/** A part of a picture that goes on with its last pixels. */
function repeatedCrop(
  { data, channels, height, width }: Planes,
  top: number,
  left: number,
  rows: number,
  columns: number
): Planes {
  const clamp = (at: number, side: number): number => Math.min(side - 1, Math.max(0, at));
  const part = Float32Array.from({ length: channels * rows * columns }, (_, k) => {
    const [x, y, c] = [k % columns, Math.floor(k / columns) % rows, Math.floor(k / (rows * columns))];
    return data[(c * height + clamp(top + y, height)) * width + clamp(left + x, width)];
  });
  return { data: part, channels, height: rows, width: columns };
}

type Detected = { architecture: string; scale: number; in: number; out: number; tags: string[] };

/** `in.x@<size>` -> `out.y@<size>`, from the file as it was saved, and from the torch file where there is one. */
async function checkBrought(fixture: Fixture, { folder }: CheckContext): Promise<Item[]> {
  const tensors = folder.tensors(fixture);
  const { pth, spandrel_detects: detected } = (fixture.config ?? {}) as {
    pth?: string;
    spandrel_detects?: Detected;
  };
  const items: Item[] = [];
  for (const file of [fixture.model!, ...(pth ? [pth] : [])]) {
    const path = folder.absolute(file);
    if (detected) {
      const { network } = buildPictureNetwork(readWeightsHeader(path));
      items.push(compareValues(`${file} is told`, toldOf(network), wanted(detected)));
    }
    await withNetwork(path, async network => {
      for (const [name, given] of tensors) {
        if (name.startsWith('in.x@')) {
          const out = name.replace('in.x', 'out.y');
          const { data } = await network.run(planesIn(given, name));
          const label = file === pth ? `${out} (.pth)` : out;
          items.push(compareNumbers(label, data, floatsOf(tensors.get(out), out), fixture.tolerance ?? {}));
        }
      }
    });
  }
  return items;
}

const toldOf = ({ architecture, scale, channels, tags }: PictureNetwork): Detected => ({
  ...{ architecture, scale, in: channels.in, out: channels.out },
  tags: [...tags]
});

const wanted = ({ architecture, scale, in: given, out, tags }: Detected): Detected => ({
  ...{ architecture, scale, out, tags },
  in: given
});

type Shapes = Readonly<Record<string, readonly number[]>>;
type Table = { name: string; keys: Shapes; parameters: number; buffer_keys?: readonly string[] };

function readTable(path: string): Table {
  return JSON.parse(gunzipSync(readFileSync(path)).toString()) as Table;
}

/** The network is whole: all its tensors are there and none is left over, or `buildPictureNetwork` throws. */
function checkTable({ expect }: Fixture, table: Table): Item[] {
  const { network } = buildPictureNetwork(headerOf(`/${table.name}.safetensors`, table.keys));
  const told = toldOf(network);
  const items = expect
    ? [compareValues('told', told, wanted(expect as Detected))]
    : [compareValues('told', told.architecture.startsWith('waifu2x'), true)];
  return [...items, compareValues('parameters', parametersOf(table), table.parameters)];
}

function parametersOf({ keys, buffer_keys = [] }: Table): number {
  return Object.entries(keys)
    .filter(([name]) => !buffer_keys.includes(name))
    .reduce((sum, [, shape]) => sum + elements(shape), 0);
}

/** Counts of the tables; what each of them is, its own fixture tells. */
function checkSummary(fixture: Fixture, { folder }: CheckContext): Item[] {
  const { cases } = folder.json<{ cases: { name: string; keys?: number; parameters?: number }[] }>(fixture);
  return cases.map(({ name, keys, parameters }) => {
    const table = readTable(folder.absolute(fixture.file.replace(/[^/]*$/, `${name}.json.gz`)));
    const found = { keys: Object.keys(table.keys).length, parameters: parametersOf(table) };
    return compareValues(name, found, { keys, parameters });
  });
}

const elements = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/** The header a file of these shapes would have. */
function headerOf(file: string, shapes: Shapes): WeightsHeader {
  const tensors = Object.entries(shapes).map(([name, shape]) => {
    return [name, { name, dtype: 'F16', shape, file, offset: 0, length: 2 * elements(shape) }] as const;
  });
  return { file, files: [file], sizeBytes: 0, metadata: {}, tensors: new Map(tensors) };
}
