/** The networks that make one picture of another, told by the names and shapes of their tensors as spandrel tells them. */
import { basename } from 'node:path';
import { Graph } from '../graph';
import { WeightSource } from '../weights';
import type { WeightsHeader } from '../weights';
import { Fault } from '../../schema/fault';
import { recogniseCompact } from './compact';
import { recogniseDat } from './dat';
import { recogniseEsrgan } from './esrgan';
import { recogniseHat } from './hat';
import { recogniseNafnet } from './nafnet';
import { ARCHITECTURES } from './network';
import type { PictureNetwork } from './network';
import { recogniseScunet } from './scunet';
import { recogniseSpan } from './span';
import { recogniseSwinir } from './swinir';
import { recogniseCunet, recogniseUpconv7 } from './waifu2x';

/** Each knows its own tensors alone; HAT's files have all of SwinIR's marks, and many networks have a `body`. */
const KNOWN: readonly ((header: WeightsHeader) => PictureNetwork | null)[] = [
  recogniseEsrgan,
  recogniseHat,
  recogniseSwinir,
  recogniseDat,
  recogniseScunet,
  recogniseSpan,
  recogniseNafnet,
  recogniseCunet,
  recogniseUpconv7,
  recogniseCompact
];

/** Colours of pictures there are. */
const COLOURS: readonly number[] = [1, 3];

/** The network in a file. Throws Fault model_unsupported for what is none of them. */
export function recognise(header: WeightsHeader): PictureNetwork {
  for (const known of KNOWN) {
    const network = known(header);
    if (network) {
      return checked(header, network);
    }
  }
  throw unsupported(header, { reason: 'not_a_picture_network', value: ARCHITECTURES.join(', ') });
}

/** A network whose graph is whole: the model, and the tensors it is made of. */
export type Built = { network: PictureNetwork; model: Uint8Array; parameters: number };

/**
 * The network in a file as a model: `picture` (b, in, h, w) -> `result`. Throws Fault model_unsupported as `recognise` and where the file has
 * a tensor that the network has no use for, as variants of an architecture have; model_incomplete where one is missing.
 */
export function build(header: WeightsHeader): Built {
  const network = recognise(header);
  const weights = new WeightSource(header, network.spell);
  const g = Graph.of(weights);
  const { in: colours } = network.channels;
  g.output('result', network.build(g, g.input('picture', 'float', [null, colours, null, null])));
  const taken = new Set(weights.entriesTaken.map(({ name }) => name));
  const [prefix] = network.spell?.('') as [string];
  const left = [...header.tensors.keys()].find(
    name => name.startsWith(prefix) && !taken.has(name) && !network.unused?.test(name.slice(prefix.length))
  );
  if (left !== undefined) {
    throw unsupported(header, { reason: 'tensor_unused', tensor: left, value: network.architecture });
  }
  return { network, model: g.finish('picture network'), parameters: weights.parametersTaken };
}

/** Refuses a network whose numbers make no sense, before a graph is built by them. */
function checked(header: WeightsHeader, network: PictureNetwork): PictureNetwork {
  const { architecture, scale, channels, bytesPerPixel } = network;
  if (!COLOURS.includes(channels.in) || channels.in !== channels.out) {
    throw unsupported(header, {
      reason: 'picture_channels',
      value: architecture,
      found: `${channels.in} → ${channels.out}`
    });
  }
  if (!Number.isInteger(scale) || scale < 1 || !(bytesPerPixel > 0)) {
    throw unsupported(header, { reason: 'shapes_odd', value: architecture });
  }
  return network;
}

function unsupported({ file }: WeightsHeader, facts: Record<string, string> & { reason: string }): Fault {
  return new Fault('model_unsupported', { file: basename(file), ...facts });
}
