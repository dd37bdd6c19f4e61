import type { CellParams } from '../schema/wire';
import { drawCell } from '../engine/pipeline';
import type { Flavour, SchedulerConfig } from '../engine/sampling';
import type { INetworks } from '../engine/types';
import { drawModelOf } from '../engine/worker/open-model';
import { perform } from '../engine/worker/perform';
import { StepLoop } from '../engine/worker/step-loop';
import type { Work } from '../engine/worker/step-loop';
import { stepLoopOptions } from '../engine/worker/step-loop-options';

/** A drawn cell and the latent it was decoded from. */
export type DrawnCell = { latent: Float32Array; rgb: Uint8Array };

export type DrawOptions = {
  scheduler?: SchedulerConfig;
  /** Whose rule joins the UNet's levels at sizes they can't halve evenly, where it isn't the cells' own flavour's. */
  sizeRule?: Flavour;
};

/** Draws cells through the engine's own step loop, all at once; throws what the first failing cell threw. */
export async function drawCells(
  cells: readonly CellParams[],
  networks: INetworks,
  { scheduler, sizeRule }: DrawOptions = {}
): Promise<DrawnCell[]> {
  const model = drawModelOf(networks.info, scheduler);
  const latents = new Map<string, Float32Array>();
  const pictures = new Map<string, Uint8Array>();
  const loop = new StepLoop(stepLoopOptions, {
    started: () => undefined,
    stepped: () => undefined,
    drawn: (id, { rgb }) => pictures.set(id, rgb),
    failed: (_, error) => {
      throw error;
    }
  });
  cells.forEach((params, i) => loop.add(String(i), () => drawCell(params, model)));
  let work: Work | null;
  while ((work = loop.next())) {
    if (work.kind === 'decode') {
      latents.set(work.cells[0], work.latent);
    }
    const ruled = sizeRule && work.kind === 'predict' ? { ...work, flavour: sizeRule } : work;
    loop.settle(await perform(ruled, networks));
  }
  return cells.map((_, i) => ({ latent: latents.get(String(i))!, rgb: pictures.get(String(i))! }));
}
