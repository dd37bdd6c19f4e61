/**
 * A real JupyterLab for end-to-end tests: authentication on, under a base URL, in folders of its own; and the few gestures tests need
 * in its pages.
 */
import { spawn } from 'node:child_process';
import { cpSync, createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { program, root } from '../scripts/prepare.mjs';

export const out = fileURLToPath(new URL('out', import.meta.url));
export const TOKEN = 'token-of-the-tests';
const BASE = '/p/';
const READY_MS = 30_000;
const KERNEL_MS = 60_000;

/** A running Lab. `url` ends with the base URL; `folder` holds its notebooks (a copy of ours), settings and the service's data. */
export class Lab {
  /** Starts Lab on a free port; its output goes to ui-tests/out/lab.log. */
  static async start({ env = {}, settings = {} } = {}) {
    mkdirSync(out, { recursive: true });
    const lab = new Lab(mkdtempSync(join(tmpdir(), 'jd-e2e-')), env);
    cpSync(join(root, 'notebooks'), lab.notebooks, {
      recursive: true,
      filter: path => !path.includes('.ipynb_checkpoints')
    });
    writeSettings(lab.folder, settings);
    await lab.restart();
    return lab;
  }

  constructor(folder, env) {
    this.folder = folder;
    this.notebooks = join(folder, 'notebooks');
    this.env = env;
  }

  /** Starts Lab, at first or anew in the same folders after `kill`, on another port. */
  async restart() {
    const port = await freePort();
    const log = createWriteStream(join(out, 'lab.log'), { flags: 'a' });
    this.url = `http://127.0.0.1:${port}${BASE}`;
    this.child = spawn(program('jupyter'), labArguments(port, this.notebooks), {
      cwd: this.notebooks,
      env: { ...process.env, ...isolated(this.folder), ...this.env },
      stdio: ['ignore', 'pipe', 'pipe']
    });
    this.child.stdout.pipe(log);
    this.child.stderr.pipe(log);
    await this.#answers();
  }

  /** Kills Lab itself, as a crash would: nothing of it can say goodbye. */
  kill() {
    const ended = new Promise(resolve => this.child.once('exit', resolve));
    this.child.kill('SIGKILL');
    return ended;
  }

  /** Asks through the Jupyter server, as a script with the token would. */
  ask(path, options = {}) {
    return fetch(`${this.url}${path}`, {
      ...options,
      headers: { Authorization: `token ${TOKEN}`, ...options.headers }
    });
  }

  /** Ends Lab and all it started. */
  async stop() {
    const ended = new Promise(resolve => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    await Promise.race([ended, pause(10_000).then(() => this.child.kill('SIGKILL'))]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #answers() {
    const end = Date.now() + READY_MS;
    while (Date.now() < end) {
      const reply = await fetch(`${this.url}api`).catch(() => null);
      if (reply?.ok) {
        return;
      }
      if (this.child.exitCode !== null) {
        break;
      }
      await pause(100);
    }
    throw new Error('Lab did not start; see ui-tests/out/lab.log');
  }
}

/** Opens Lab in the page, at a notebook when one is named, with an empty workspace. Resolves when the shell is there. */
export async function openLab(page, lab, notebook) {
  const where = notebook ? `lab/tree/${notebook}` : 'lab';
  await page.goto(`${lab.url}${where}?token=${TOKEN}&reset`);
  await page.waitForFunction(() => window.jupyterapp?.shell !== undefined, undefined, { timeout: READY_MS });
  await page.locator('#jp-main-dock-panel').waitFor();
}

/** Waits until the open notebook's kernel is connected and idle: a cell run earlier is dropped without a word. */
export async function kernelReady(page) {
  await page.waitForFunction(
    () => {
      const kernel = window.jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel;
      return kernel?.connectionStatus === 'connected' && kernel.status === 'idle';
    },
    undefined,
    { timeout: KERNEL_MS }
  );
}

/** Runs a command of Lab. */
export function runCommand(page, id, args = {}) {
  return page.evaluate(
    ([command, given]) => void window.jupyterapp.commands.execute(command, given),
    [id, args]
  );
}

/** Runs all cells of the open notebook and resolves with what became of the code cells when the kernel is idle again. */
export async function runAllCells(page, timeout = 300_000) {
  await kernelReady(page);
  await runCommand(page, 'notebook:run-all-cells');
  await page.waitForFunction(
    () => {
      const { sessionContext, content } = window.jupyterapp.shell.currentWidget;
      const code = content.widgets.map(cell => cell.model).filter(model => model.type === 'code');
      const failed = code.some(model =>
        model.outputs.toJSON().some(output => output.output_type === 'error')
      );
      const idle = sessionContext.session.kernel.status === 'idle';
      return idle && (failed || code.every(model => model.executionCount !== null));
    },
    undefined,
    { timeout }
  );
  return codeCells(page);
}

/** The code cells of the open notebook: source, count and outputs as they would be saved. */
export function codeCells(page) {
  return page.evaluate(() =>
    window.jupyterapp.shell.currentWidget.content.widgets
      .map(cell => cell.model)
      .filter(model => model.type === 'code')
      .map(model => ({
        source: model.sharedModel.getSource(),
        count: model.executionCount,
        outputs: model.outputs.toJSON()
      }))
  );
}

/** Saves the open notebook. */
export async function save(page) {
  await page.evaluate(() => window.jupyterapp.commands.execute('docmanager:save'));
}

/** A free port of this machine. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

export const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

function labArguments(port, notebooks) {
  return [
    'lab',
    '--no-browser',
    ...(process.getuid?.() === 0 ? ['--allow-root'] : []),
    '--ServerApp.ip=127.0.0.1',
    `--ServerApp.port=${port}`,
    '--ServerApp.port_retries=0',
    `--ServerApp.root_dir=${notebooks}`,
    `--ServerApp.base_url=${BASE}`,
    `--IdentityProvider.token=${TOKEN}`,
    '--LabApp.expose_app_in_browser=True',
    '--LabApp.news_url=None',
    `--LabServerApp.extra_labextensions_path=${join(root, 'lib', 'labextensions')}`
  ];
}

function isolated(folder) {
  return {
    JUPYTER_CONFIG_DIR: join(folder, 'config'),
    JUPYTER_DATA_DIR: join(folder, 'jupyter'),
    JUPYTER_RUNTIME_DIR: join(folder, 'runtime'),
    IPYTHONDIR: join(folder, 'ipython'),
    JUPYTERLAB_SETTINGS_DIR: join(folder, 'settings'),
    JUPYTERLAB_WORKSPACES_DIR: join(folder, 'workspaces'),
    JUPYTER_PREFER_ENV_PATH: '1',
    JUPYTERLAB_DIFFUSION_DATA: join(folder, 'data'),
    JUPYTERLAB_DIFFUSION_SERVICE: join(root, 'lib', 'service', 'index.js'),
    JUPYTERLAB_DIFFUSION_NODE: process.execPath,
    LANG: 'C.UTF-8'
  };
}

/** Settings by plugin, as `{'@jupyterlab/translation-extension:plugin': {locale: 'zh_CN'}}`. */
function writeSettings(folder, settings) {
  for (const [plugin, values] of Object.entries(settings)) {
    const [name, file] = plugin.split(':');
    mkdirSync(join(folder, 'settings', name), { recursive: true });
    writeFileSync(join(folder, 'settings', name, `${file}.jupyterlab-settings`), JSON.stringify(values));
  }
}
