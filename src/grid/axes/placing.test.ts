import type { View } from '../view';
import { Placing } from './placing';

function open(sheet: { layout: Record<string, string> } | null): {
  placing: Placing;
  changes: Partial<View>[];
} {
  const changes: Partial<View>[] = [];
  const placing = new Placing({
    view: () => ({ inside: 'image' }),
    sheet: () => sheet,
    change: change => changes.push(change)
  });
  return { placing, changes };
}

test('an axis is put where the layout that is seen has another, which takes its place', () => {
  const { placing, changes } = open({ layout: { x: 'seed', y: 'cfg_scale' } });
  placing.place('y', 'seed');
  placing.place('slider', 'seed');
  placing.swap();
  placing.assign('xx', 'steps');
  placing.drag('seed');
  expect(changes).toEqual([
    { layout: { x: 'cfg_scale', y: 'seed' }, inside: 'image' },
    { layout: { y: 'cfg_scale' }, inside: 'image' },
    { layout: { x: 'cfg_scale', y: 'seed' } },
    { layout: { x: 'seed', y: 'cfg_scale', xx: 'steps' } },
    { dragged: 'seed' }
  ]);
});

test('before there is a sheet nothing is put anywhere', () => {
  const { placing, changes } = open(null);
  placing.place('y', 'seed');
  placing.swap();
  placing.assign('x', 'seed');
  expect(changes).toEqual([]);
});
