/**
 * `npm start`: prepares the clone and opens JupyterLab on the quickstart notebook. Further words go to `jupyter lab`
 * (`npm start -- --no-browser --port 8899`); `--prepare` only prepares.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main, prepare, program, root, venv } from './prepare.mjs';

const words = process.argv.slice(2);
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

main(async () => {
  await prepare();
  if (words.includes('--prepare')) {
    return 0;
  }
  return startLab(words);
});

function startLab(passedOn) {
  const opensOther = passedOn.some(word => !word.startsWith('-') && existsSync(word));
  const args = [
    'lab',
    ...(opensOther ? [] : [join('notebooks', 'quickstart.ipynb')]),
    `--LabServerApp.extra_labextensions_path=${join(root, 'lib', 'labextensions')}`,
    ...(process.getuid?.() === 0 ? ['--allow-root'] : []),
    ...passedOn
  ];
  quietNews();
  const child = spawn(program('jupyter'), args, { cwd: root, stdio: 'inherit', env: labEnvironment() });
  // Ctrl-C reaches Lab by the terminal; a signal sent to this process alone is handed on.
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) {
        child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal);
      }
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', code => resolve(code ?? 1));
  });
}

/** Lab asks who is new to it whether they want its news, over the notebook that they came for; the Lab of this clone doesn't. */
function quietNews() {
  const settings = join(venv, 'share', 'jupyter', 'lab', 'settings');
  const file = join(settings, 'overrides.json');
  if (!existsSync(file)) {
    mkdirSync(settings, { recursive: true });
    const quiet = { '@jupyterlab/apputils-extension:notification': { fetchNews: 'false' } };
    writeFileSync(file, JSON.stringify(quiet, null, 2));
  }
}

/** Lab of the clone takes the clone's Python, kernels and settings: a person's own Jupyter configuration can't break it. */
function labEnvironment() {
  const own = join(venv, 'jupyter');
  mkdirSync(join(own, 'ipython'), { recursive: true });
  return {
    ...process.env,
    PATH: `${join(program('python'), '..')}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}`,
    JUPYTERLAB_DIFFUSION_SERVICE:
      process.env.JUPYTERLAB_DIFFUSION_SERVICE ?? join(root, 'lib', 'service', 'index.js'),
    JUPYTERLAB_DIFFUSION_NODE: process.env.JUPYTERLAB_DIFFUSION_NODE ?? process.execPath,
    JUPYTER_CONFIG_DIR: process.env.JUPYTER_CONFIG_DIR ?? join(own, 'config'),
    IPYTHONDIR: process.env.IPYTHONDIR ?? join(own, 'ipython'),
    JUPYTER_PREFER_ENV_PATH: '1',
    PYTHONNOUSERSITE: '1'
  };
}
