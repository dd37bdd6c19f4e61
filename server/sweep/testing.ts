/** A context for tests: samplers, schedulers and models as a service has them, and a die that counts. */
import { catalogue } from '../../schema/catalogue';
import type { ModelEntry, SamplerEntry, Where } from '../../schema/wire';
import { samplerEntries, schedulerEntries } from '../../engine/shadow';
import type { SweepContext } from '../../language/cell';
import { Fault } from '../../schema/fault';

export const FIRST_DRAWN = 1000;

export const emoji: ModelEntry = {
  name: 'emoji-diffusion',
  kind: 'checkpoint',
  family: 'sd1',
  sha256: 'aa11bb22cc33'.padEnd(64, '0'),
  size_bytes: 1,
  usable: true,
  problem: null,
  task: 'plain',
  prediction_type: 'v_prediction',
  native: { width: 128, height: 128 },
  defaults: { steps: 20, cfg_scale: 3.5, sampler: 'DPM++ 2M', scheduler: 'karras' },
  bundled: true
};
export const dreams: ModelEntry = {
  ...emoji,
  name: 'sd15/dreams v1.5.safetensors',
  sha256: 'dd44ee55ff66'.padEnd(64, '0'),
  native: { width: 512, height: 512 },
  defaults: {},
  bundled: false
};
export const broken: ModelEntry = {
  ...dreams,
  name: 'broken',
  sha256: null,
  usable: false,
  problem: null,
  fault: { code: 'model_pickled', facts: { file: 'broken', reason: 'torch_global', value: 'os.system' } }
};

export const samplers: readonly SamplerEntry[] = samplerEntries;

/** Each random seed is the next number from 1000. */
export function testContext(changes: Partial<SweepContext> = {}): SweepContext {
  let drawn = FIRST_DRAWN;
  return {
    parameters: catalogue,
    samplers,
    schedulers: schedulerEntries,
    models: [emoji, dreams, broken],
    defaultModel: emoji.name,
    limit: 400,
    wildcards: { names: ['colour'], read: () => 'red\ngreen\nblue' },
    hasPicture: hash => hash.startsWith('ab'),
    sizeOfPicture: hash => (hash.startsWith('ab') ? { width: 80, height: 48 } : null),
    randomSeed: () => drawn++,
    ...changes
  };
}

/** A text whose wrong part stands between ⟦ and ⟧, and the place of that part. */
export function marked(written: string): { text: string; where?: Where } {
  const start = written.indexOf('⟦');
  const end = written.indexOf('⟧') - 1;
  const text = written.replace(/[⟦⟧]/g, '');
  if (start < 0) {
    return { text };
  }
  const before = text.slice(0, start).split('\n');
  return {
    text,
    where: { line: before.length, column: (before.at(-1) ?? '').length + 1, length: end - start }
  };
}

/** The error that `run` throws. */
export function refusal(run: () => unknown): Fault {
  try {
    run();
  } catch (error) {
    if (error instanceof Fault) {
      return error;
    }
    throw error;
  }
  throw new Error('nothing was refused');
}
