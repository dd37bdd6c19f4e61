import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readControlNetConfig } from './read-controlnet';

const CONFIG = join(__dirname, '../../goldens/L/controlnet_sd1/config.json');
const config = JSON.parse(readFileSync(CONFIG, 'utf8')) as Record<string, unknown>;

/** Its numbers are held to diffusers' by the golden runner (L/controlnet_sd1.expected). */
test('a config tells the UNet it belongs to, and what it looks at', () => {
  const { unet, ...rest } = readControlNetConfig(config, 'config.json');
  expect(unet.levels.map(({ channels, downDepth }) => [channels, downDepth])).toEqual([
    [16, 1],
    [24, 1],
    [32, 1],
    [32, 0]
  ]);
  expect(rest).toEqual({ pictureChannels: 3, embedding: [8, 8, 16, 16], bgr: false });
});

test("SDXL's takes the pooled text that its config has room for", () => {
  const xl = {
    addition_embed_type: 'text_time',
    addition_time_embed_dim: 256,
    projection_class_embeddings_input_dim: 2816
  };
  expect(readControlNetConfig({ ...config, ...xl }, 'config.json').unet.added).toEqual({
    pooledDim: 1280,
    sizeIds: 6,
    idDim: 256
  });
});

test.each([
  ['global_pool_conditions', true],
  ['controlnet_conditioning_channel_order', 'hsv'],
  ['conditioning_channels', 0],
  ['conditioning_embedding_out_channels', ['many']],
  ['class_embed_type', 'timestep']
])('%s %j is refused by name', (key, value) =>
  expect(() => readControlNetConfig({ ...config, [key]: value }, 'config.json')).toThrow(
    expect.objectContaining({ code: 'model_unsupported', facts: expect.objectContaining({ key }) })
  )
);
