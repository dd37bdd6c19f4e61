import type { IStateDB } from '@jupyterlab/statedb';
import type { ReadonlyPartialJSONValue } from '@lumino/coreutils';
import type { IKeptViews } from './kept-view';

const NAMESPACE = 'jupyterlab-diffusion-view';
/** So many sweeps keep how they were looked at; of more, those that were changed last. */
const KEPT_MAX = 200;

/** Views in Lab's own store of what a page looked like, which no notebook knows of. */
export function viewsIn(state: IStateDB): IKeptViews {
  const idOf = (job: string): string => `${NAMESPACE}:${job}`;
  let isTidy = false;
  return {
    read: job => state.fetch(idOf(job)),
    async write(job, view) {
      await (view === null
        ? state.remove(idOf(job))
        : state.save(idOf(job), { ...view, at: Date.now() } as ReadonlyPartialJSONValue));
      if (!isTidy) {
        isTidy = true;
        await forgetOldest(state);
      }
    }
  };
}

async function forgetOldest(state: IStateDB): Promise<void> {
  const { ids, values } = await state.list(NAMESPACE);
  const ages = ids.map((id, k) => ({ id, at: Number((values[k] as { at?: unknown } | null)?.at ?? 0) }));
  const oldest = ages.sort((a, b) => b.at - a.at).slice(KEPT_MAX);
  await Promise.all(oldest.map(({ id }) => state.remove(id)));
}
