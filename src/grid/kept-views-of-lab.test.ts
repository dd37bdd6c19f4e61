import { StateDB } from '@jupyterlab/statedb';
import { viewsIn } from './kept-views-of-lab';
import { NO_KEPT_FILTER } from './filter/filtering';
import { initialView as firstView } from './view';

const initialView = { ...firstView, filter: NO_KEPT_FILTER };

test('a view is read as it was written, and forgotten when it is none', async () => {
  const views = viewsIn(new StateDB());
  await views.write('job-1', { ...initialView, size: 99 });
  expect(await views.read('job-1')).toMatchObject({ size: 99 });
  expect(await views.read('job-2')).toBeUndefined();
  await views.write('job-1', null);
  expect(await views.read('job-1')).toBeUndefined();
});

test('of very many views those that were changed last are kept', async () => {
  const state = new StateDB();
  for (let k = 0; k < 205; k++) {
    await state.save(`jupyterlab-diffusion-view:old-${k}`, { at: k });
  }
  await state.save('another:thing', { at: 0 });
  await viewsIn(state).write('new', initialView);
  const { ids } = await state.list('jupyterlab-diffusion-view');
  expect(ids).toHaveLength(200);
  expect(ids).toContain('jupyterlab-diffusion-view:new');
  expect(ids).not.toContain('jupyterlab-diffusion-view:old-5');
  expect(await state.fetch('another:thing')).toEqual({ at: 0 });
});
