/** Networks of the ESRGAN family, told by the names and shapes of their tensors. */
import { basename } from 'node:path';
import { WeightsHeader, TensorNaming } from '../weights';
import { Fault } from '../../schema/fault';

/** RRDBNet (Wang et al. 2018, arXiv 1809.00219): blocks of densely joined convolutions, then doublings of the size. */
export type RrdbArch = {
  kind: 'rrdb';
  features: number;
  growth: number;
  blocks: number;
  doublings: number;
  /** How many pixels of a side are folded into channels first (Real-ESRGAN's models of scale 2 and 1). */
  unshuffle: number;
};

/** SRVGGNetCompact (Real-ESRGAN): convolutions with PReLU between them, and the pixels unfolded from the last one's channels. */
export type CompactArch = { kind: 'compact'; features: number; convolutions: number; scale: number };

export type UpscalerArch = RrdbArch | CompactArch;

/** How many times wider and higher pictures become. */
export function scaleOf(arch: UpscalerArch): number {
  return arch.kind === 'compact' ? arch.scale : 2 ** arch.doublings / arch.unshuffle;
}

/** Channels of a picture. */
export const COLOURS = 3;

/**
 * The network in a file, and how the file spells the names of `graph.ts` (those of Real-ESRGAN). Throws Fault model_unsupported
 * for what is no such network.
 */
export function readUpscaler(header: WeightsHeader): { arch: UpscalerArch; spell: TensorNaming } {
  const names = [...header.tensors.keys()];
  const shape = (name: string): readonly number[] => header.tensors.get(name)?.shape ?? [];
  for (const naming of NAMINGS) {
    const end = `${naming.block(0, 1, 1)}.weight`;
    const found = names.find(name => name === end || name.endsWith(`.${end}`));
    if (found === undefined) {
      continue;
    }
    const prefix = found.slice(0, -end.length);
    const rrdb = readRrdb(naming, names, name => shape(`${prefix}${name}`), prefix);
    return checked(header, rrdb, name => [prefix + naming.spell(name, rrdb)]);
  }
  const first = names.find(name => /^(.*\.)?body\.0\.weight$/.test(name));
  if (first === undefined) {
    throw notAnUpscaler(header);
  }
  const prefix = first.slice(0, -'body.0.weight'.length);
  return checked(
    header,
    readCompact(name => shape(`${prefix}${name}`)),
    name => [prefix + name]
  );
}

type ShapeOf = (name: string) => readonly number[];

type Naming = {
  first: string;
  /** The k-th convolution of the d-th dense block of block n. */
  block(n: number, d: number, k: number): string;
  doublings(names: readonly string[], prefix: string): number;
  spell(name: string, arch: RrdbArch): string;
};

const DENSE = /^body\.(\d+)\.rdb(\d)\.conv(\w+)\./;

/** Three generations of the same code. */
const NAMINGS: readonly Naming[] = [
  {
    first: 'conv_first',
    block: (n, d, k) => `body.${n}.rdb${d}.conv${k}`,
    doublings: (names, prefix) => countFrom(1, i => names.includes(`${prefix}conv_up${i}.weight`)),
    spell: name => name
  },
  {
    first: 'conv_first',
    block: (n, d, k) => `RRDB_trunk.${n}.RDB${d}.conv${k}`,
    doublings: (names, prefix) => countFrom(1, i => names.includes(`${prefix}upconv${i}.weight`)),
    spell: name =>
      name
        .replace(DENSE, 'RRDB_trunk.$1.RDB$2.conv$3.')
        .replace(/^conv_body\./, 'trunk_conv.')
        .replace(/^conv_up/, 'upconv')
        .replace(/^conv_hr\./, 'HRconv.')
  },
  {
    first: 'model.0',
    block: (n, d, k) => `model.1.sub.${n}.RDB${d}.conv${k}.0`,
    // Each doubling takes three places of the sequence; the first convolution, the blocks and the last three layers take the rest.
    doublings: (names, prefix) => {
      const places = names.map(name =>
        Number(/^model\.(\d+)\.weight$/.exec(name.slice(prefix.length))?.[1] ?? 0)
      );
      return (Math.max(...places) - 4) / 3;
    },
    spell: (name, { blocks, doublings }) =>
      name
        .replace(DENSE, (_, n, d, k) => `model.1.sub.${n}.RDB${d}.conv${k}${k === '1x1' ? '' : '.0'}.`)
        .replace(/^conv_first\./, 'model.0.')
        .replace(/^conv_body\./, `model.1.sub.${blocks}.`)
        .replace(/^conv_up(\d+)\./, (_, i) => `model.${3 * Number(i)}.`)
        .replace(/^conv_hr\./, `model.${3 * doublings + 2}.`)
        .replace(/^conv_last\./, `model.${3 * doublings + 4}.`)
  }
];

function readRrdb(naming: Naming, names: readonly string[], shape: ShapeOf, prefix: string): RrdbArch {
  const [features = 0, channels = 0] = shape(`${naming.first}.weight`);
  const [growth = 0] = shape(`${naming.block(0, 1, 1)}.weight`);
  const blocks = countFrom(0, n => shape(`${naming.block(n, 1, 1)}.weight`).length > 0);
  const doublings = naming.doublings(names, prefix);
  return { kind: 'rrdb', features, growth, blocks, doublings, unshuffle: Math.sqrt(channels / COLOURS) };
}

function readCompact(shape: ShapeOf): CompactArch {
  const [features = 0, channels = 0] = shape('body.0.weight');
  // Convolutions stand at even places, what activates them between.
  const convolutions = countFrom(0, i => shape(`body.${2 * i}.weight`).length === 4);
  const [unfolded = 0] = shape(`body.${2 * (convolutions - 1)}.weight`);
  const scale = channels === COLOURS ? Math.sqrt(unfolded / COLOURS) : NaN;
  return { kind: 'compact', features, convolutions, scale };
}

/** Refuses a network whose numbers make no sense, before a graph is built by them. */
function checked<A extends UpscalerArch>(
  header: WeightsHeader,
  arch: A,
  spell: TensorNaming
): { arch: A; spell: TensorNaming } {
  const counts = Object.values(arch).filter(value => typeof value === 'number');
  const sound = counts.every(count => Number.isInteger(count) && count >= 0) && scaleOf(arch) >= 1;
  if (!sound || !Number.isInteger(scaleOf(arch)) || arch.features === 0) {
    throw notAnUpscaler(header);
  }
  return { arch, spell };
}

function notAnUpscaler({ file }: WeightsHeader): Fault {
  return new Fault('model_unsupported', { file: basename(file), reason: 'not_an_upscaler' });
}

function countFrom(first: number, has: (i: number) => boolean): number {
  let i = first;
  while (has(i)) {
    i++;
  }
  return i - first;
}
