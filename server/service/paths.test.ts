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
