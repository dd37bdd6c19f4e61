/** What a screen reader says of a Chinese grid has Chinese marks in it. */
import { act } from 'react';
import { textIn } from '../../i18n/text';
import { GridModel } from '../grid-model';
import { axis, cellsOf, FakeClient, FakeJobs, fakeHost, makeJob, settle } from '../testing';
import { GridView } from './grid-view';
import { useTestPage } from './testing';

const page = useTestPage();
const axes = [axis('seed', [1, 2]), axis('cfg_scale', [3, 5]), axis('steps', [4, 8])];
const chinese = textIn('zh_CN');

test.each<['grid' | 'full' | 'flip']>([['grid'], ['full'], ['flip']])(
  'names and titles of the %s',
  async view => {
    const cells = cellsOf(axes, 'done').map((cell, at) => ({
      ...cell,
      ...(at < 2 && {
        state: 'failed' as const,
        image: null,
        error: { code: 'cell_failed', message: '画不出。' }
      })
    }));
    const { client } = new FakeClient(makeJob(axes, { state: 'failed', cells }));
    const model = new GridModel({
      ...{ client, jobs: new FakeJobs(), text: chinese, bridge: null },
      host: fakeHost()
    });
    await act(async () => {
      page.root.render(<GridView model={model} text={chinese} />);
      model.showJob('job-1');
      await settle();
    });
    if (view !== 'grid') {
      act(() => (view === 'full' ? model.open('cell-0') : model.openFlip()));
    }
    const named = page
      .all('[aria-label], [title], [aria-valuetext]')
      .filter(node => node.closest('[role=columnheader], [role=rowheader]') === null)
      .flatMap(node => ['aria-label', 'title', 'aria-valuetext'].map(name => node.getAttribute(name) ?? ''))
      .filter(Boolean);
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter(words => /[,:;] |[一-鿿][,:;]/.test(words))).toEqual([]);
  }
);
