/** What fixtures of whole pictures have in common. */
import { type CellParams, coreDefaults } from '../../../schema/catalogue';
import type { GivenPicture } from '../../../engine/pipeline';
import { valuesOf } from '../../../engine/testing/read-tensors';
import type { Tensor } from '../../../engine/testing/read-tensors';
import { compareNumbers } from '../compare';
import type { Item } from '../compare';
import type { DrawnCell } from '../draw';
import type { Fixture, Tolerance } from '../manifest';

export type Tensors = Map<string, Tensor>;

/** A cell before a fixture says anything. */
export const PLAIN_CELL: CellParams = {
  ...coreDefaults,
  model: '',
  seed: 0,
  subseed: 0,
  sampler: 'Euler',
  width: 512,
  height: 512
};

/** A stored picture (height, width, channels) or grey (height, width); of several (count, height, width, channels) one. */
export function pictureOf(tensor: Tensor, image = 0): GivenPicture {
  const several = tensor.shape.length === 4;
  const [height, width, channels = 1] = tensor.shape.slice(several ? 1 : 0);
  const size = height * width * channels;
  const from = several ? image * size : 0;
  return {
    height,
    width,
    channels: channels as GivenPicture['channels'],
    data: Uint8Array.from(valuesOf(tensor).slice(from, from + size))
  };
}

export function compareImages(drawn: readonly DrawnCell[], tensors: Tensors, fixture: Fixture): Item {
  const rgb = drawn.flatMap(each => Array.from(each.rgb));
  return compareNumbers('image', rgb, valuesOf(tensors.get('out.image_u8')!), classOf(fixture, 'image_u8'));
}

/** The tolerance of a class of tensors. */
export function classOf({ tolerance = {} }: Fixture, name: string): Tolerance {
  return (tolerance[name] as Tolerance | undefined) ?? tolerance;
}

/** The keys of a fixture's config and its inputs that a check doesn't know: it would compute something else. */
export function strangeKeys(fixture: Fixture, keys: readonly string[], inputs: readonly string[]): string[] {
  return [
    ...Object.keys(fixture.config ?? {}).filter(key => !keys.includes(key)),
    ...Object.keys(fixture.tensors ?? {}).filter(key => key.startsWith('in.') && !inputs.includes(key))
  ];
}
