import { fromYCbCr, toYCbCr, withChannels } from '../images';
import type { Raster } from '../images';
import type { IStyleNetworks } from './style-network';

/** A style, and its share where several are blended. */
export type StyleShare = { vector: Float32Array; share: number };

export type StyleOptions = {
  /** From the picture's own style, 0, to the given one, 1. At 0 nothing is painted. */
  strength?: number;
  /** Colours of the picture with the brightness of what was painted. */
  keepColor?: boolean;
};

/**
 * Styles blended by their shares, which needn't add up to 1; where none has any they are equal. Between two styles this is the way along
 * which the network was shown to change smoothly.
 */
export function blendedStyles(styles: readonly StyleShare[]): Float32Array {
  const sum = styles.reduce((total, { share }) => total + share, 0);
  const part = (share: number): number => (sum > 0 ? share / sum : 1 / styles.length);
  return styles[0].vector.map((_, k) =>
    styles.reduce((total, { vector, share }) => total + part(share) * vector[k], 0)
  );
}

/** The picture in a style. An alpha channel stays; grey becomes RGB. */
export async function stylised(
  networks: Pick<IStyleNetworks, 'vectorOf' | 'paint'>,
  picture: Raster,
  style: Float32Array,
  { strength = 1, keepColor = false }: StyleOptions = {}
): Promise<Raster> {
  if (strength <= 0) {
    return picture;
  }
  const content = withChannels(picture, 3);
  const vector =
    strength >= 1
      ? style
      : blendedStyles([
          { vector: style, share: strength },
          { vector: await networks.vectorOf(content), share: 1 - strength }
        ]);
  const painted = await networks.paint(content, vector);
  return withAlphaOf(picture, keepColor ? inColoursOf(content, painted) : painted);
}

/** The brightness of `painted` in the colours of `content`, both RGB and of one size. */
export function inColoursOf(content: Raster, painted: Raster): Raster {
  const [colours, light] = [toYCbCr(content), toYCbCr(painted)];
  return fromYCbCr({
    ...colours,
    data: colours.data.map((value, k) => (k % 3 === 0 ? light.data[k] : value))
  });
}

function withAlphaOf(picture: Raster, painted: Raster): Raster {
  if (picture.channels !== 4) {
    return painted;
  }
  const out = withChannels(painted, 4);
  for (let k = 3; k < out.data.length; k += 4) {
    out.data[k] = picture.data[k];
  }
  return out;
}
