/** Fixtures of names and shapes without weights: real-size models are known by them, and every network finds all of its tensors. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { findProblems } from '../../../engine/networks';
import type { ModelFamily, UNetTask } from '../../../engine/types';
import {
  Architecture,
  architectureOf,
  Checkpoint,
  clipNames,
  WeightsHeader,
  singleLayoutOf,
  singleSources,
  vaeNames,
  WeightSource
} from '../../../engine/weights';
import { compareValues } from '../compare';
import type { Item } from '../compare';
import type { Fixture, GoldenFolder } from '../manifest';
import type { Kind } from '../kind';

export const layoutKinds: Kind[] = [
  {
    name: 'layout',
    // Tables of other networks say an architecture or a type.
    matches: ({ file, expect }) =>
      file.endsWith('.json.gz') && expect?.family !== undefined && expect.type === undefined,
    check: (fixture, { folder }) => checkLayout(readLayout(folder, fixture.file), fixture.expect ?? {})
  },
  {
    name: 'layout summary',
    matches: ({ id }) => /^K\/.*summary$/.test(id) && id !== 'K/care-summary',
    check: (fixture, { folder }) => checkSummary(fixture, folder)
  }
];

type Shapes = Readonly<Record<string, readonly number[]>>;
type Layout = { name: string; single_file: Shapes; diffusers: Readonly<Record<string, Shapes>> };
type Parts = Pick<Checkpoint, 'unet' | 'vae' | 'text'>;

function readLayout(folder: GoldenFolder, file: string): Layout {
  return JSON.parse(gunzipSync(readFileSync(folder.absolute(file))).toString()) as Layout;
}

function checkLayout({ name, single_file, diffusers }: Layout, expect: Record<string, unknown>): Item[] {
  const header = headerOf(`/${name}.safetensors`, single_file);
  const layout = singleLayoutOf(header);
  const arch = architectureOf(header, layout);
  const single = singleSources(header, layout, arch);
  const folder = folderSources(diffusers);
  const items = [problemsOf('single file', arch, single), problemsOf('folder', arch, folder)];
  const found = typeOf(arch, single.unet.parametersTaken);
  return [
    ...items,
    ...Object.keys(expect).map(key => compareValues(key, found[key], expected(expect, key))),
    compareValues('folder and single file have the same parameters', sizes(single), sizes(folder)),
    compareValues('no tensor of the folder is left over', sizes(folder), allSizes(diffusers))
  ];
}

/** The counts of keys, and the same expectations as the layouts' own. */
function checkSummary(fixture: Fixture, folder: GoldenFolder): Item[] {
  type Case = Record<string, unknown> & { name: string; single_file_keys: number; diffusers_keys: object };
  const { cases } = folder.json<{ cases: Case[] }>(fixture);
  return cases.flatMap(({ name, single_file_keys, diffusers_keys, ...expect }) => {
    const layout = readLayout(folder, fixture.file.replace(/[^/]*$/, `${name}.json.gz`));
    const counts = Object.entries(layout.diffusers).map(([part, shapes]) => [
      part,
      Object.keys(shapes).length
    ]);
    return [
      compareValues(`${name} keys`, Object.keys(layout.single_file).length, single_file_keys),
      compareValues(`${name} folder keys`, Object.fromEntries(counts), diffusers_keys),
      ...checkLayout(layout, expect).map(item => ({ ...item, name: `${name} ${item.name}` }))
    ];
  });
}

/** What a file is, in the words of the fixtures. */
function typeOf(arch: Architecture, unetParameters: number): Record<string, unknown> {
  const { family, task, unet, predictionType } = arch;
  return {
    family: family.replace('_', '-'),
    in_channels: unet.inChannels,
    context: unet.contextDim,
    pred: predictionType,
    params_unet: unetParameters,
    diffusers_model_type: diffusersType(family, task)
  };
}

function diffusersType(family: ModelFamily, task: UNetTask): string {
  if (task === 'edit') {
    return 'instruct-pix2pix';
  }
  const inpainting = {
    sd1: 'inpainting',
    sd2: 'inpainting_v2',
    sdxl: 'inpainting_xl',
    sdxl_refiner: 'inpainting_xl'
  };
  const plain = { sd1: 'v1', sd2: 'v2', sdxl: 'xl_base', sdxl_refiner: 'xl_refiner' };
  return task === 'inpaint' ? inpainting[family] : plain[family];
}

/** SD2's prediction is said as "v unless known otherwise", which shapes alone don't tell. */
function expected(expect: Record<string, unknown>, key: string): unknown {
  const value = expect[key];
  return key === 'pred' && typeof value === 'string' && /^v\b/.test(value) ? 'v_prediction' : value;
}

/** The networks of a diffusers folder, whose parts are named as they are there. */
function folderSources(parts: Layout['diffusers']): Parts {
  const header = (part: string): WeightsHeader => headerOf(`/${part}/model.safetensors`, parts[part] ?? {});
  const texts = Object.keys(parts)
    .filter(part => part.startsWith('text_encoder'))
    .sort();
  return {
    unet: new WeightSource(header('unet')),
    vae: new WeightSource(header('vae'), vaeNames),
    text: texts.map(part => new WeightSource(header(part), clipNames))
  };
}

function problemsOf(name: string, arch: Architecture, parts: Parts): Item {
  const paths = { tokenizer: undefined, secondTokenizer: undefined, files: [], missing: [] };
  const problems = findProblems({ name, layout: 'single', arch, ...parts, ...paths });
  const messages = problems
    .filter(({ facts }) => facts.reason !== 'tokenizer_missing')
    .map(each => each.message);
  return compareValues(`${name} is whole`, messages, []);
}

const sizes = ({ unet, vae, text }: Parts): number[] =>
  [unet, vae, ...text].map(part => part.parametersTaken);

function allSizes(parts: Layout['diffusers']): number[] {
  const names = [
    'unet',
    'vae',
    ...Object.keys(parts)
      .filter(part => part.startsWith('text_encoder'))
      .sort()
  ];
  return names.map(part =>
    Object.entries(parts[part])
      .filter(([name]) => !name.endsWith('position_ids'))
      .reduce((sum, [, shape]) => sum + elements(shape), 0)
  );
}

const elements = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/** The header a file of these shapes would have. */
function headerOf(file: string, shapes: Shapes): WeightsHeader {
  const tensors = Object.entries(shapes).map(([name, shape]) => {
    return [name, { name, dtype: 'F16', shape, file, offset: 0, length: 2 * elements(shape) }] as const;
  });
  return { file, files: [file], sizeBytes: 0, metadata: {}, tensors: new Map(tensors) };
}
