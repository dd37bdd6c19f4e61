import { join } from 'path';
import { openNetworks } from '../models';
import { excess } from '../testing/closeness';
import { readTensors, valuesOf } from '../testing/read-tensors';
import type { INetworks } from '../types';
import { encodePrompt } from './index';

const goldens = join(__dirname, '../../goldens');
const texts = [
  'a (photo:1.4) of a [cat]',
  'river forest night moon night river castle moon forest moon moon dog castle cat cat night river cat forest light castle dog forest castle castle castle night night river moon cat cat light castle forest castle castle forest cat cat night cat cat moon castle night light river light cat, (river night cat river night castle cat light dog forest moon castle dog moon moon castle forest river cat forest moon moon forest night river cat cat cat dog cat castle moon castle cat cat light light forest river night:0.6)',
  'a BREAK (b:1.3) BREAK c',
  'plain words only'
];

describe('conditioning of the tiny sd1', () => {
  const tensors = readTensors(join(goldens, 'E/conditioning.safetensors'));
  let networks: INetworks;
  beforeAll(async () => {
    networks = await openNetworks(join(goldens, 'A/sd1/diffusers'), { threads: 1 });
  });
  afterAll(() => networks.dispose());

  test.each([...tensors.keys()])('%s', async key => {
    const [, index, skip, emphasis] = /^case(\d)\/skip(\d)\/(original|no_norm)$/.exec(key)!;
    const { context, tokens } = await encodePrompt(networks, texts[Number(index)], {
      clipSkip: Number(skip),
      emphasis: emphasis as 'original' | 'no_norm'
    });
    const { shape } = tensors.get(key)!;
    expect(tokens).toBe(shape[1]);
    expect(excess(context, valuesOf(tensors.get(key)!), { atol: 1e-3, rtol: 1e-3 })).toBeLessThanOrEqual(1);
  });
});
