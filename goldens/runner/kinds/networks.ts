/** Fixtures of one network call: the text encoder, the UNet, the VAE. */
import type { Tensor } from '../../../engine/testing/read-tensors';
import type { IOpenNetworks, TextStates } from '../../../engine/networks';
import type { UNetRow } from '../../../engine/types';
import { compareNumbers } from '../compare';
import type { Item } from '../compare';
import { floatsOf } from '../manifest';
import type { Fixture, GoldenFolder, Tolerance } from '../manifest';
import type { Kind } from '../kind';
import { itemsOf, joined } from './arrays';

type Tensors = ReadonlyMap<string, Tensor>;

const has = (fixture: Fixture, ...names: string[]): boolean => names.every(name => fixture.tensors?.[name]);
const isUNet = (fixture: Fixture): boolean =>
  has(fixture, 'in.sample', 'in.timestep', 'in.context', 'out.eps');
export const isVae = (fixture: Fixture): boolean =>
  has(fixture, 'in.image', 'out.mean', 'in.latent_scaled', 'out.decoded');
const isText = (fixture: Fixture): boolean => has(fixture, 'in.ids', 'out.last');

export const networkKinds: Kind[] = [
  { name: 'unet', matches: isUNet, check: checkWithModel },
  { name: 'vae', matches: isVae, check: checkWithModel },
  { name: 'text', matches: isText, check: checkWithModel }
];

async function checkWithModel(
  fixture: Fixture,
  { folder, models }: Parameters<Kind['check']>[1]
): Promise<Item[]> {
  return checkNetworks(fixture, folder, await models.networks(fixture.model ?? ''));
}

/** Whether a fixture can be checked on any checkpoint of its model. */
export const isNetworkFixture = (fixture: Fixture): boolean =>
  isUNet(fixture) || isVae(fixture) || isText(fixture);

/** Checks one network fixture on given networks. */
export async function checkNetworks(
  fixture: Fixture,
  folder: GoldenFolder,
  networks: IOpenNetworks
): Promise<Item[]> {
  const tensors = folder.tensors(fixture);
  const tolerance = fixture.tolerance ?? {};
  if (isUNet(fixture)) {
    return checkUNet(tensors, networks, tolerance);
  }
  return isVae(fixture)
    ? checkVae(tensors, networks, tolerance)
    : checkText(fixture, tensors, networks, tolerance);
}

/** The UNet's rows that a fixture's inputs make. */
export function rowsOf(tensors: Tensors, { info }: IOpenNetworks): UNetRow[] {
  const sample = tensors.get('in.sample')!;
  const [, , height, width] = sample.shape;
  const timesteps = floatsOf(tensors.get('in.timestep'), 'in.timestep');
  const contexts = itemsOf(tensors.get('in.context'));
  const own = info.latentChannels * height * width;
  const pooled = optional(tensors, 'in.text_embeds');
  const ids = optional(tensors, 'in.time_ids');
  const guidance = tensors.has('in.guidance')
    ? floatsOf(tensors.get('in.guidance'), 'in.guidance')
    : undefined;
  return itemsOf(sample).map((channels, i) => ({
    x: channels.subarray(0, own),
    imageConditioning: channels.length > own ? channels.subarray(own) : undefined,
    timestep: timesteps[i],
    context: contexts[i],
    height,
    width,
    pooled: pooled?.[i],
    ids: ids && Array.from(ids[i]),
    guidance: guidance?.[i]
  }));
}

async function checkUNet(tensors: Tensors, networks: IOpenNetworks, tolerance: Tolerance): Promise<Item[]> {
  const rows = rowsOf(tensors, networks);
  const items: Item[] = [];
  for (const [name, flavour] of [
    ['out.eps', 'diffusers'],
    ['out.eps_a1111_cat_resize', 'a1111']
  ] as const) {
    const expected = tensors.get(name);
    if (expected) {
      const found = await networks.predict(rows, { flavour });
      items.push(compareNumbers(name, joined(found), floatsOf(expected, name), tolerance));
    }
  }
  return items;
}

const optional = (tensors: Tensors, name: string): Float32Array[] | undefined =>
  tensors.has(name) ? itemsOf(tensors.get(name), name) : undefined;

async function checkVae(tensors: Tensors, networks: IOpenNetworks, tolerance: Tolerance): Promise<Item[]> {
  const [, , height, width] = tensors.get('in.image')!.shape;
  const [, , latentHeight, latentWidth] = tensors.get('in.latent_scaled')!.shape;
  const found: Record<string, Float32Array[]> = { 'out.mean': [], 'out.logvar': [], 'out.decoded': [] };
  for (const image of itemsOf(tensors.get('in.image'))) {
    const { mean, logvar } = await networks.encode(image, height, width);
    found['out.mean'].push(mean);
    found['out.logvar'].push(logvar);
  }
  for (const latent of itemsOf(tensors.get('in.latent_scaled'))) {
    found['out.decoded'].push(await networks.decode(latent, latentHeight, latentWidth));
  }
  return Object.entries(found).map(([name, parts]) =>
    compareNumbers(name, joined(parts), floatsOf(tensors.get(name), name), tolerance)
  );
}

/** What the outputs of a text fixture are, of one chunk; null for a name that is none of them. */
function textOutput(name: string, { hidden, normed, pooled }: TextStates): Float32Array[] | null {
  const skip = name === 'out.last' ? 1 : Number(/^out\.skip(\d+)_ln$/.exec(name)?.[1] ?? 0);
  if (skip > 0) {
    return normed[skip - 1] ? [normed[skip - 1]] : null;
  }
  return name === 'out.hidden' ? hidden : ['out.pooled', 'out.text_embeds'].includes(name) ? [pooled] : null;
}

/** Every output of the encoder whose number the fixture's name ends in (`text0`, `text1`). */
async function checkText(
  fixture: Fixture,
  tensors: Tensors,
  networks: IOpenNetworks,
  tolerance: Tolerance
): Promise<Item[]> {
  const encoder = Number(/(\d+)$/.exec(fixture.id)?.[1] ?? 0);
  if (encoder >= networks.textEncoders) {
    return [{ name: '', outcome: 'fail', note: `the model has ${networks.textEncoders} text encoders` }];
  }
  const states: TextStates[] = [];
  for (const ids of itemsOf(tensors.get('in.ids')!)) {
    states.push(await networks.textStates(encoder, Array.from(ids)));
  }
  return Object.keys(fixture.tensors ?? {})
    .filter(name => name.startsWith('out.'))
    .map(name => {
      const parts = states.map(each => textOutput(name, each));
      if (!parts.every(part => part !== null)) {
        return { name, outcome: 'fail', note: 'not a known output of a text encoder' };
      }
      // `out.hidden` is by layer first, then by prompt.
      const byLayer = parts[0].flatMap((_, layer) => parts.map(part => part[layer]));
      return compareNumbers(name, joined(byLayer), floatsOf(tensors.get(name), name), tolerance);
    });
}
