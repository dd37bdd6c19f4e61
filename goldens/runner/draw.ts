import { drawCell } from '../../engine/pipeline';
import type { CellRequest } from '../../engine/pipeline';
import type { Flavour, SchedulerConfig } from '../../engine/sampling';
import type { INetworks } from '../../engine/types';
import { drawModelOf } from '../../engine/child/open-model';
import { perform } from '../../engine/child/perform';
import { StepLoop } from '../../engine/step-loop/step-loop';
import type { Work } from '../../engine/step-loop/step-loop';
import { stepLoopOptions } from '../../engine/step-loop/step-loop-options';

/** A drawn cell, and the latents that were decoded on the way, the picture's last. */
export type DrawnCell = { latents: Float32Array[]; rgb: Uint8Array };

export type DrawOptions = {
  scheduler?: SchedulerConfig;
  /** Whose rule joins the UNet's levels at sizes they can't halve evenly, where it isn't the cells' own flavour's. */
  sizeRule?: Flavour;
};

/** Draws cells through the engine's own step loop, all at once; throws what the first failing cell threw. */
export async function drawCells(
  cells: readonly CellRequest[],
  networks: INetworks,
  { scheduler, sizeRule }: DrawOptions = {}
): Promise<DrawnCell[]> {
  const base = drawModelOf(networks.info, scheduler);
  const drawn = cells.map((): DrawnCell => ({ latents: [], rgb: new Uint8Array(0) }));
  const loop = new StepLoop(stepLoopOptions, {
    started: () => undefined,
    stepped: () => undefined,
    drawn: (id, { rgb }) => (drawn[Number(id)].rgb = rgb),
    failed: (_, error) => {
      throw error;
    }
  });
  cells.forEach((cell, i) => loop.add(String(i), () => drawCell(cell, { base })));
  let work: Work | null;
  while ((work = loop.next())) {
    if (work.kind === 'decode') {
      for (const id of work.cells) {
        drawn[Number(id)].latents.push(work.latent);
      }
    }
    const ruled = sizeRule && work.kind === 'predict' ? { ...work, flavour: sizeRule } : work;
    loop.settle(await perform(ruled, networks));
  }
  return drawn;
}
