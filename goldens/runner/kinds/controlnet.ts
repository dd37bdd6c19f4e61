/** Fixtures of a ControlNet: what it adds to the UNet, and what the UNet then predicts, at several scales. */
import { openControlNet } from '../../../engine/controlnet';
import type { Residual, UNetRow } from '../../../engine/types';
import { compareNumbers } from '../compare';
import type { Item } from '../compare';
import { floatsOf } from '../manifest';
import type { Fixture } from '../manifest';
import type { CheckContext, Kind } from '../kind';
import { itemsOf, joined } from './arrays';

export const controlNetKinds: Kind[] = [
  { name: 'controlnet', matches: ({ config, tensors }) => Boolean(config?.controlnet && tensors), check }
];

const OUTPUT = /^out\.(?<what>eps|mid|down(?<place>\d+))@(?<scale>[-\d.]+)$/;

async function check(fixture: Fixture, { folder, models }: CheckContext): Promise<Item[]> {
  const tensors = folder.tensors(fixture);
  const rows = rowsOf(tensors);
  const picture = tensors.get('in.cond_image')!;
  const [, channels, height, width] = picture.shape;
  const controlNet = await openControlNet(folder.absolute(String(fixture.config?.controlnet)));
  const answers = (scale: number): Promise<Residual[][]> =>
    inTurn(itemsOf(picture), (data, i) =>
      controlNet.residuals(rows[i], { data, channels, height, width }, scale)
    );
  const items: Item[] = [];
  try {
    for (const [name, expected] of tensors) {
      const { what, place, scale } = OUTPUT.exec(name)?.groups ?? {};
      if (what === undefined) {
        continue;
      }
      const control = await answers(Number(scale));
      const found =
        what === 'eps'
          ? await (
              await models.networks(fixture.model ?? '')
            ).predict(
              rows.map((row, i) => ({ ...row, control: control[i] })),
              { flavour: 'diffusers' }
            )
          : control.map(residuals => residuals[what === 'mid' ? residuals.length - 1 : Number(place)].data);
      items.push(compareNumbers(name, joined(found), floatsOf(expected, name), fixture.tolerance ?? {}));
    }
  } finally {
    await controlNet.dispose();
  }
  return items;
}

function rowsOf(tensors: ReturnType<CheckContext['folder']['tensors']>): UNetRow[] {
  const sample = tensors.get('in.sample')!;
  const [, , height, width] = sample.shape;
  const timesteps = floatsOf(tensors.get('in.timestep'), 'in.timestep');
  const contexts = itemsOf(tensors.get('in.context'), 'in.context');
  const pooled = tensors.has('in.text_embeds') ? itemsOf(tensors.get('in.text_embeds')) : [];
  const ids = tensors.has('in.time_ids') ? itemsOf(tensors.get('in.time_ids')) : [];
  return itemsOf(sample).map((x, i) => ({
    x,
    timestep: timesteps[i],
    context: contexts[i],
    height,
    width,
    ...(pooled.length > 0 ? { pooled: pooled[i], ids: Array.from(ids[i]) } : {})
  }));
}

async function inTurn<T, R>(all: readonly T[], act: (each: T, i: number) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (const [i, each] of all.entries()) {
    done.push(await act(each, i));
  }
  return done;
}
