import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { cpuSeconds } from '../testing/cpu-seconds';
import { readAll } from '../testing/rewrite-tensors';
import { safetensorsBytes } from '../testing/safetensors-file';
import { readWeightsHeader } from '../weights';
import { inspectFile } from './inspect-file';
import { Fault } from '../../schema/fault';

const SD1 = join(__dirname, '../../goldens/A/sd1');

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'fuzz-'))));
afterAll(() => rmSync(folder, { recursive: true }));

/** Expects an inspection that takes less than a second of a core, whatever it finds, and every problem to have a sentence. */
function checkInspection(path: string): void {
  expect(cpuSeconds(() => void inspectFile(path))).toBeLessThan(1);
  const { problems, kind } = inspectFile(path);
  expect(kind).toBeDefined();
  for (const { message } of problems) {
    expect(message).toMatch(/\S/);
    expect(message).not.toContain('undefined');
  }
}

function checkBytes(bytes: Buffer): void {
  const path = join(folder, 'x.safetensors');
  writeFileSync(path, bytes);
  checkInspection(path);
}

const NAMES = [
  'model.diffusion_model.input_blocks.0.0.weight',
  'cond_stage_model.transformer.text_model.embeddings.token_embedding.weight',
  'first_stage_model.encoder.conv_in.weight',
  'first_stage_model.decoder.conv_in.weight',
  'model.diffusion_model.input_blocks.0.0.scale_weight',
  'model.diffusion_model.input_blocks.0.0.weight_scale',
  'model.diffusion_model.input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight',
  'model.diffusion_model.input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight_scale',
  'model_ema.diffusion_modelinput_blocks00weight',
  'conditioner.embedders.0.transformer.text_model.embeddings.token_embedding.weight',
  'conditioner.embedders.1.model.token_embedding.weight',
  'model.diffusion_model.label_emb.0.0.weight',
  'encoder.conv_in.weight',
  'decoder.conv_in.weight',
  'conv_first.weight',
  'body.0.weight',
  'lora_unet_x.lora_down.weight',
  'emb_params',
  '__proto__',
  'constructor'
];

const SIZES = new Map([
  ['F32', 4],
  ['F16', 2],
  ['I64', 8],
  ['U8', 1],
  ['F8_E4M3', 1]
]);

/** Headers of the right form with wrong contents: shapes, types and names of everything. */
const entries = fc.dictionary(
  fc.oneof(fc.constantFrom(...NAMES), fc.string()),
  fc.record({
    dtype: fc.oneof(fc.constantFrom(...SIZES.keys()), fc.string()),
    shape: fc.array(fc.nat({ max: 4 }), { maxLength: 5 })
  }),
  { maxKeys: 8 }
);

test('a header of any tensors is known or refused at once', () => {
  fc.assert(
    fc.property(entries, found => {
      let end = 0;
      const header = Object.entries(found).map(([name, { dtype, shape }]) => {
        const begin = end;
        end += (SIZES.get(dtype) ?? 1) * shape.reduce((product, size) => product * size, 1);
        return [name, { dtype, shape, data_offsets: [begin, end] }] as const;
      });
      checkBytes(safetensorsBytes(Object.fromEntries(header), end));
    }),
    { numRuns: 200 }
  );
});

test('a header of any JSON is refused at once', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat({ max: 64 }), (json, extra) => checkBytes(safetensorsBytes(json, extra))),
    { numRuns: 200 }
  );
});

test('any bytes are refused at once', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), bytes => checkBytes(Buffer.from(bytes))),
    { numRuns: 200 }
  );
});

test('a whole checkpoint with a few bytes of its header changed, or cut anywhere, ends in one sentence or is still whole', () => {
  const whole = readFileSync(join(SD1, 'single-fp16.safetensors'));
  const head = whole.length - readAll(join(SD1, 'single-fp16.safetensors')).buffer.length;
  const path = join(folder, 'x.safetensors');
  const change = fc.record({ at: fc.nat({ max: head - 1 }), value: fc.nat({ max: 255 }) });
  fc.assert(
    fc.property(
      fc.array(change, { minLength: 1, maxLength: 3 }),
      fc.option(fc.nat({ max: whole.length })),
      (changes, cut) => {
        const bytes = Buffer.from(whole.subarray(0, cut ?? whole.length));
        changes.filter(({ at }) => at < bytes.length).forEach(({ at, value }) => (bytes[at] = value));
        writeFileSync(path, bytes);
        try {
          expect(readWeightsHeader(path).tensors.size).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(Fault);
        }
      }
    ),
    { numRuns: 40 }
  );
});

test('configs of any values are refused by their key, or make a model of another shape', () => {
  const tiny = join(folder, 'tiny');
  cpSync(join(SD1, 'diffusers'), tiny, { recursive: true });
  const files = ['unet/config.json', 'vae/config.json', 'text_encoder/config.json', 'model_index.json'];
  const originals = new Map(files.map(file => [file, readFileSync(join(tiny, file), 'utf8')]));
  const keyed = fc
    .constantFrom(...files)
    .chain(file =>
      fc.tuple(
        fc.constant(file),
        fc.constantFrom(...Object.keys(JSON.parse(originals.get(file)!) as object)),
        fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.constantFrom(0, -1, 1.5, 1e9, [], [0], [null], '1'))
      )
    );
  fc.assert(
    fc.property(keyed, ([file, key, value]) => {
      writeFileSync(join(tiny, file), JSON.stringify({ ...JSON.parse(originals.get(file)!), [key]: value }));
      checkInspection(tiny);
      writeFileSync(join(tiny, file), originals.get(file)!);
    }),
    { numRuns: 40 }
  );
});
