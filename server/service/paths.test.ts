import { duration } from '../../schema/messages/duration';
import { defaultDataFolder, jupyterRuntimeFolder } from './paths';

const home = '/home/al';

test.each([
  ['linux', {}, '/home/al/.local/share/jupyterlab-diffusion'],
  ['linux', { XDG_DATA_HOME: '/data' }, '/data/jupyterlab-diffusion'],
  ['darwin', {}, '/home/al/Library/Application Support/jupyterlab-diffusion']
] as const)('on %s with %j data goes to %s', (platform, env, folder) => {
  expect(defaultDataFolder({ platform, env, home })).toBe(folder);
});

test.each([
  ['linux', {}, '/home/al/.local/share/jupyter/runtime'],
  ['linux', { XDG_DATA_HOME: '/data' }, '/data/jupyter/runtime'],
  ['linux', { JUPYTER_DATA_DIR: '/j' }, '/j/runtime'],
  ['linux', { JUPYTER_DATA_DIR: '/j', JUPYTER_RUNTIME_DIR: '/r' }, '/r'],
  ['darwin', {}, '/home/al/Library/Jupyter/runtime']
] as const)('on %s with %j Jupyter’s runtime folder is %s', (platform, env, folder) => {
  expect(jupyterRuntimeFolder({ platform, env, home })).toBe(folder);
});

test.each([
  [0.2, '1 s', '1 秒'],
  [59.2, '1 min', '1 分'],
  [7, '7 s', '7 秒'],
  [70, '1 min 10 s', '1 分 10 秒'],
  [118, '2 min', '2 分'],
  [1234, '20 min', '20 分'],
  [3600, '1 h', '1 小时'],
  [3900, '1 h 5 min', '1 小时 5 分'],
  [7190, '2 h', '2 小时']
])('%d seconds are %s', (seconds, en, zh) => {
  expect([duration(seconds, 'en'), duration(seconds, 'zh_CN')]).toEqual([en, zh]);
});
