/**
 * An engine process for tests: speaks the protocol, draws a picture that is a hash of the cell, and misbehaves on demand. Words in
 * the prompt ask for it: `crash`, `hang`, `slow`, `nan`, `much`
 * (memory). Each step takes FAKE_STEP_MS (2 by default).
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  changedFile,
  type DrawCell,
  endWithParent,
  ENGINE_VERSION,
  type FromWorker,
  type Inspection,
  type ToWorker
} from '../../engine/worker';
import { canonicalJson } from '../store/content-key';

const stepMs = Number(process.env.FAKE_STEP_MS ?? 2);
const waiting: DrawCell[] = [];
const cancelled = new Set<string>();
const held: Buffer[] = [];
let drawing = false;

const say = (message: FromWorker): void => {
  process.send?.(message);
};
const rss = (): number => Math.round(process.memoryUsage().rss / 1e6);

process.on('disconnect', () => process.exit(0));
endWithParent();
process.on('message', (message: ToWorker) => {
  switch (message.type) {
    case 'inspect':
      say({ type: 'inspected', request: message.request, inspection: inspect(message.path) });
      break;
    case 'draw':
      waiting.unshift(...message.cells.filter(({ urgent }) => urgent));
      waiting.push(...message.cells.filter(({ urgent }) => !urgent));
      void drawAll();
      break;
    case 'cancel':
      message.ids.forEach(id => cancelled.add(id));
      break;
    case 'shutdown':
      process.exit(0);
  }
});
say({
  type: 'ready',
  pid: process.pid,
  engine_version: ENGINE_VERSION,
  device: 'fake',
  samplers: [],
  schedulers: []
});

function inspect(path: string): Inspection {
  if (path.includes('crash')) {
    process.exit(136);
  }
  const folder = statSync(path).isDirectory();
  const width = folder ? null : widthOf(path);
  const weights = folder
    ? readdirSync(path, { recursive: true })
        .map(String)
        .filter(name => name.endsWith('.safetensors'))
        .sort()
    : [''];
  return {
    path,
    kind: kindOf(path),
    family: basename(path).includes('xl') ? 'sdxl' : 'sd1',
    task: 'plain',
    layout: folder ? 'diffusers' : 'single',
    prediction_type: 'epsilon',
    native: { width: 64, height: 64 },
    memory_bytes: 1e6,
    weight_files: weights,
    size_bytes: weights.reduce((sum, name) => sum + statSync(join(path, name)).size, 0),
    text_layers: 2,
    guidance_dim: 0,
    tokenizer: existsSync(join(path, 'tokenizer/vocab.json')) ? { folder: join(path, 'tokenizer') } : null,
    missing_parts: [],
    ...(width !== null && kindOf(path) === 'embedding' && { vectors: { count: 1, widths: [width] } }),
    ...(width !== null && kindOf(path) === 'checkpoint' && { networks: networksOf(width) }),
    problem: path.includes('broken')
      ? { code: 'model_corrupt', facts: { file: 'broken', reason: 'it is a test' } }
      : isHalf(path, folder)
        ? { code: 'model_truncated', facts: { file: basename(path), found: '1', expected: '2 B' } }
        : null
  };
}

/** What begins with `768 wide` stands for an embedding of that width, or a checkpoint that takes such. */
function widthOf(path: string): number | null {
  const [, width] = /^(\d+) wide/.exec(readFileSync(path).subarray(0, 12).toString()) ?? [];
  return width === undefined ? null : Number(width);
}

function networksOf(width: number): Inspection['networks'] {
  return {
    context_dim: width,
    context_length: 77,
    draw: { predictionType: 'epsilon' },
    limits: { clipSkipMax: 12 }
  } as Inspection['networks'];
}

/** What begins so stands for a file of which the end is missing. */
function isHalf(path: string, folder: boolean): boolean {
  return !folder && readFileSync(path).subarray(0, 4).toString() === 'half';
}

/** Kinds by folder; the real engine looks inside. */
function kindOf(path: string): Inspection['kind'] {
  const folders: Record<string, Inspection['kind']> = {
    '/Lora/': 'lora',
    '/VAE/': 'vae',
    '/embeddings/': 'embedding',
    '/ESRGAN/': 'upscaler'
  };
  const folder = Object.keys(folders).find(each => path.includes(each));
  return folder === undefined ? 'checkpoint' : folders[folder];
}

async function drawAll(): Promise<void> {
  if (drawing) {
    return;
  }
  drawing = true;
  for (let cell = waiting.shift(); cell; cell = waiting.shift()) {
    await draw(cell);
  }
  drawing = false;
  say({ type: 'phase', phase: 'idle', model: null, cells: [], rss_mb: rss() });
}

async function draw({ id, params, model, files, stamps = {} }: DrawCell): Promise<void> {
  const started = Date.now();
  say({ type: 'phase', phase: 'sampling', model: model?.path ?? null, cells: [id], rss_mb: rss() });
  for (let step = 1; step <= params.steps; step++) {
    await pause(params.prompt.includes('slow') ? stepMs * 20 : stepMs);
    if (cancelled.delete(id)) {
      say({ type: 'failed', id, failure: { code: 'cancelled', facts: {} } });
      return;
    }
    if (step === 2 && params.prompt.includes('crash')) {
      process.kill(process.pid, 'SIGKILL');
    }
    if (step === 2 && params.prompt.includes('hang')) {
      for (;;);
    }
    if (step === 2 && params.prompt.includes('much')) {
      // At once, so that nothing else of the process meets the limit first; bounded, lest a test that sets none take the machine's memory.
      held.push(Buffer.alloc(512e6, 1));
      held.length = 0;
    }
    if (step === 2 && params.prompt.includes('nan')) {
      say({ type: 'failed', id, failure: { code: 'not_finite', facts: { step } } });
      return;
    }
    say({
      type: 'steps',
      served: [id],
      // As the engine does: after its last step a cell waits for its decoding and is at no step any more.
      cells: step < params.steps ? [{ id, step, steps: params.steps }] : [],
      evaluations: 2,
      network_ms: stepMs,
      elapsed_ms: stepMs
    });
  }
  const file = changedFile(stamps);
  if (file !== null) {
    say({ type: 'failed', id, failure: { code: 'file_changed', facts: { file } } });
    return;
  }
  const scale = params.enable_hr ? (params.hr_scale ?? 2) : 1;
  const [width, height] = [params.width * scale, params.height * scale];
  say({
    type: 'done',
    id,
    width,
    height,
    rgb: picture(canonicalJson({ ...params, model: '', begin: beginning(files) }), width, height),
    evaluations: params.steps * 2,
    draw_ms: Date.now() - started
  });
}

/** The first pixel of the picture that a cell begins with. */
function beginning(files: DrawCell['files']): number[] {
  return Object.values(files?.pictures ?? {}).flatMap(({ data, channels }) => [
    ...data.subarray(0, channels)
  ]);
}

/** Broad bands of colours taken from the hash, so that different cells look different. */
function picture(text: string, width: number, height: number): Uint8Array {
  const hash = createHash('sha256').update(text).digest();
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const band = Math.floor((3 * x) / width) + 3 * Math.floor((3 * y) / height);
      rgb.set(hash.subarray(band * 3, band * 3 + 3), (y * width + x) * 3);
    }
  }
  return rgb;
}
