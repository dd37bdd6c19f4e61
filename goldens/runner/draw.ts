import { drawCell } from '../../engine/pipeline';
import type { CellRequest } from '../../engine/pipeline';
import type { SchedulerConfig } from '../../engine/sampling';
import type { Flavour, INetworks } from '../../engine/types';
import { drawModelOf, perform } from '../../engine/child';
import { StepLoop, stepLoopOptions } from '../../engine/step-loop';
import type { Work } from '../../engine/step-loop';
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
    loop.complete(await perform(ruled, networks));
  }
  return drawn;
}
