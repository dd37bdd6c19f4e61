import { join } from 'node:path';
import { plainCell } from '../testing/plain-cell';
import type { CellParams } from '../../schema/wire';
import { drawAll } from '../testing/draw-all';
import { inFolder } from '../testing/safetensors-file';
import { randomNumbers, writeTensors } from '../testing/write-tensors';
import { openModel } from './open-model';

const BUNDLED = join(__dirname, '../../models/emoji-diffusion');
const STEPS = 3;

const cell: CellParams = { ...plainCell, model: 'emoji-diffusion', steps: STEPS, cfg_scale: 1 };

/** A LoRA of rank 4 for two layers of the bundled model, one that reads pixels and one that reads the prompt. */
function writeLora(path: string): void {
  const layers = [
    ['lora_unet_mid_block_attentions_0_transformer_blocks_0_attn1_to_q', 192],
    ['lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn2_to_k', 64]
  ] as const;
  const tensors = layers.flatMap(([name, out], i) => [
    [`${name}.lora_down.weight`, randomNumbers([4, 192], 2 * i)],
    [`${name}.lora_up.weight`, randomNumbers([out, 4], 2 * i + 1)]
  ]);
  writeTensors(path, Object.fromEntries(tensors) as Parameters<typeof writeTensors>[1]);
}

test("a LoRA's weight is an axis: its cells share every batch and keep the bytes they have alone", () =>
  inFolder(async folder => {
    const style = join(folder, 'style.safetensors');
    writeLora(style);
    const files = { loras: { style } };
    const opened = await openModel(BUNDLED);
    const cells = [0, 0.5, 1].map(weight => ({ ...cell, prompt: `a cat <lora:style:1:${weight}>` }));
    const loop = { rowsPerBatch: () => cells.length };
    const together = await drawAll(cells, opened, loop, undefined, files);
    expect([...together.failures]).toEqual([]);
    const passes = together.messages.flatMap(each => (each.type === 'steps' ? [each.evaluations] : []));
    expect(passes.filter(rows => rows > 0)).toEqual(new Array<number>(STEPS).fill(cells.length));
    const pictures = cells.map((_, i) => Buffer.from(together.pictures.get(String(i))!).toString('hex'));
    expect(new Set(pictures).size).toBe(cells.length);
    for (const [i, params] of cells.entries()) {
      const alone = await drawAll([params], opened, loop, undefined, files);
      expect(Buffer.from(alone.pictures.get('0')!).toString('hex') === pictures[i]).toBe(true);
    }
    const bare = await drawAll([cell], opened, loop);
    expect(Buffer.from(bare.pictures.get('0')!).toString('hex') === pictures[0]).toBe(true);
    await opened.networks.dispose();
  }));
