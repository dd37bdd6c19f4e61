import settings from '../schema/settings/plugin.json';
import { commandOf, type Action } from './actions';
import { shortcutsOf } from './actions/lab';
import { compareActions } from './compare/actions';
import { axisActions, cellActions, cullActions, gridActions } from './grid/actions';
import { jobActions, panelActions, parameterActions, promptActions } from './panel/actions';

const tables: Record<string, Action<never>>[] = [
  panelActions,
  jobActions,
  parameterActions,
  promptActions,
  gridActions,
  axisActions,
  cellActions,
  cullActions,
  compareActions
];
const actions = tables.flatMap(table => Object.values(table));

test('Lab’s shortcut settings hold every key of every action, and no other', () => {
  expect(settings['jupyter.lab.shortcuts']).toEqual(shortcutsOf(actions));
});

test('no two actions have one id, and no key stands for two things in one place', () => {
  const ids = actions.map(commandOf);
  expect(new Set(ids).size).toBe(ids.length);
  const places = settings['jupyter.lab.shortcuts'].map(({ keys, selector }) => `${keys.join()} ${selector}`);
  expect(new Set(places).size).toBe(places.length);
});

test('Lab’s Help menu names commands that there are', () => {
  const items = settings['jupyter.lab.menus'].main.flatMap(menu => menu.items);
  expect(items.map(({ command }) => command)).toEqual([commandOf(panelActions.report)]);
});
