import type { Graph, Value } from './graph';
import { add, channelsOf, conv, groupNorm, linear, silu } from './layers';

/**
 * (b, c, h, w) -> (b, out, h, w): two normed convolutions beside a shortcut. `emb` (b, e) is the SiLU of the time embedding, added
 * between them; the VAE has none.
 */
export function resnet(
  g: Graph,
  x: Value,
  out: number,
  { groups, eps }: { groups: number; eps: number },
  emb?: Value
): Value {
  let h = conv(g, 'conv1', silu(g, groupNorm(g, 'norm1', x, groups, eps)), out, 3);
  if (emb) {
    const time = linear(g, 'time_emb_proj', emb, out);
    h = add(g, h, g.op('Unsqueeze', [time, g.ints([2, 3])], [time.shape[0], out, 1, 1]));
  }
  h = conv(g, 'conv2', silu(g, groupNorm(g, 'norm2', h, groups, eps)), out, 3);
  return add(g, h, channelsOf(x) === out ? x : conv(g, 'conv_shortcut', x, out, 1));
}
