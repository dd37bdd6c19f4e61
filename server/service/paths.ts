import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { FaultData } from '../../schema/fault';
import { systemCode } from '../../schema/system-code';

type Env = NodeJS.ProcessEnv;
type Where = { env?: Env; platform?: NodeJS.Platform; home?: string };

/** Where the service keeps its database and pictures when nobody says otherwise. */
export function defaultDataFolder({
  env = process.env,
  platform = process.platform,
  home = homedir()
}: Where = {}): string {
  const name = 'jupyterlab-diffusion';
  switch (platform) {
    case 'darwin':
      return join(home, 'Library', 'Application Support', name);
    case 'win32':
      return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), name);
    default:
      return join(env.XDG_DATA_HOME || join(home, '.local', 'share'), name);
  }
}

/** Jupyter's runtime folder, found as `jupyter_core.paths.jupyter_runtime_dir` finds it. */
export function jupyterRuntimeFolder({
  env = process.env,
  platform = process.platform,
  home = homedir()
}: Where = {}): string {
  if (env.JUPYTER_RUNTIME_DIR) {
    return env.JUPYTER_RUNTIME_DIR;
  }
  if (env.JUPYTER_DATA_DIR) {
    return join(env.JUPYTER_DATA_DIR, 'runtime');
  }
  switch (platform) {
    case 'darwin':
      return join(home, 'Library', 'Jupyter', 'runtime');
    case 'win32':
      return env.APPDATA
        ? join(env.APPDATA, 'jupyter', 'runtime')
        : join(home, '.jupyter', 'data', 'runtime');
    default:
      return join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'jupyter', 'runtime');
  }
}

/** The folder of models that came with the package: beside the bundle in a wheel, else at the root of the clone. */
export function bundledModelFolders(): string[] {
  return [join(__dirname, 'models'), join(__dirname, '..', '..', 'models')].filter(existsSync).slice(0, 1);
}

/** Folders in which users keep models: as told, from the environment, and in the data folder. */
export function modelFolders(told: readonly string[], dataFolder: string, env: Env = process.env): string[] {
  return [...told, ...foldersIn(env), join(dataFolder, 'models')];
}

function foldersIn(env: Env): string[] {
  const separator = process.platform === 'win32' ? ';' : ':';
  return (env.JUPYTERLAB_DIFFUSION_MODELS ?? '').split(separator).filter(Boolean);
}

/** The folders of models that were named and can't be read, each with its reason. */
export function unreadFolders(told: readonly string[] = [], env: Env = process.env): FaultData[] {
  return [...told, ...foldersIn(env)].flatMap((folder): FaultData[] => {
    try {
      readdirSync(folder);
      return [];
    } catch (error) {
      const facts = { path: resolve(folder), reason: systemCode(error) };
      return [{ code: 'models_folder_unreadable', facts }];
    }
  });
}
