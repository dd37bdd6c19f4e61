import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clipTextGraph, unetGraph, vaeDecoderGraph, vaeEncoderGraph } from '../graph';
import { Config, readTextConfig, readUNetConfig, readVaeConfig, TensorEntry, WeightSource } from '../weights';
import { safetensorsBytes } from './safetensors-file';

const TOKENIZER = join(__dirname, '../../goldens/A/sd1/diffusers/tokenizer');

/** A source that has every tensor it is asked for, and remembers which. */
class AskedSource extends WeightSource {
  readonly asked = new Map<string, readonly number[]>();

  constructor() {
    super({ file: '/asked.safetensors', files: [], sizeBytes: 0, metadata: {}, tensors: new Map() });
  }

  override get(name: string, shape: readonly number[]): TensorEntry {
    this.asked.set(name, shape);
    const length = 4 * shape.reduce((product, size) => product * size, 1);
    return { name, dtype: 'F32', shape, file: '/asked.safetensors', offset: 0, length };
  }
}

/** Writes a diffusers folder with these configs and weights that look random, in float32, with the golden model's tokenizer. */
export function writeRandomCheckpoint(
  folder: string,
  configs: { unet: Config; vae: Config; text: Config }
): void {
  const [unet, vae, text] = [new AskedSource(), new AskedSource(), new AskedSource()];
  const vaeArch = readVaeConfig(configs.vae, 'vae');
  unetGraph(unet, readUNetConfig(configs.unet, 'unet'), 'even');
  vaeDecoderGraph(vae, vaeArch);
  vaeEncoderGraph(vae, vaeArch);
  clipTextGraph(text, readTextConfig(configs.text, 'text'));
  const write = (part: string, config: Config, name: string, source: AskedSource): void => {
    mkdirSync(join(folder, part), { recursive: true });
    writeFileSync(join(folder, part, 'config.json'), JSON.stringify(config));
    writeFileSync(join(folder, part, `${name}.safetensors`), randomTensors(source.asked));
  };
  write('unet', configs.unet, 'diffusion_pytorch_model', unet);
  write('vae', configs.vae, 'diffusion_pytorch_model', vae);
  write('text_encoder', configs.text, 'model', text);
  mkdirSync(join(folder, 'scheduler'));
  writeFileSync(join(folder, 'scheduler/scheduler_config.json'), '{}');
  writeFileSync(join(folder, 'model_index.json'), '{}');
  cpSync(TOKENIZER, join(folder, 'tokenizer'), { recursive: true });
}

function randomTensors(shapes: ReadonlyMap<string, readonly number[]>): Buffer {
  let state = 1;
  const next = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 31 - 1;
  const header: Record<string, unknown> = {};
  const values: number[] = [];
  for (const [name, shape] of shapes) {
    const begin = 4 * values.length;
    const fanIn = shape.slice(1).reduce((product, size) => product * size, 1);
    const count = shape[0] * fanIn;
    for (let i = 0; i < count; i++) {
      values.push(next() / Math.sqrt(fanIn));
    }
    header[name] = { dtype: 'F32', shape, data_offsets: [begin, 4 * values.length] };
  }
  return Buffer.concat([safetensorsBytes(header, 0), Buffer.from(Float32Array.from(values).buffer)]);
}
