import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { WEIGHTS_FILE } from '../../language/names/weight-endings';
import type { FaultData } from '../../schema/fault';
import { type Look, lookAt, lookOf, readSmallFileAsync, unsettledMs } from '../../engine/worker';

/** Something in a models folder that is, or claims to be, weights: a diffusers folder, of a checkpoint or of one network, or a file. */
export type FoundModel = {
  name: string;
  path: string;
  kind: 'folder' | 'file';
  /** The file of its best settings beside a file that has one. */
  defaults?: string;
  /** Why there is nothing to read: what bears the name of weights may be a link to nothing, or a pipe, which nobody should open. */
  problem?: FaultData;
};

/** What trainings leave beside their weights, by the names that accelerate, transformers and Lightning give it. */
const TRAINING_STATE =
  /^(optimizer|scheduler|scaler|sampler|training_args|trainer_state|rng_state|random_states)(_\d+)*\.(bin|pt|pth)$/i;

/** The weights of one network (a VAE, a ControlNet) in a diffusers folder, whole or in pieces, by the name diffusers gives them. */
const NETWORK = /^diffusion_pytorch_model(\.[^.]+)*\.(safetensors|bin)(\.index\.json)?$/;

/** The models below a folder, however deep, which may be one itself: diffusers folders and single files, sorted by path. */
export async function findModels(folder: string): Promise<FoundModel[]> {
  const found: FoundModel[] = [];
  await look(folder, [await realpath(folder).catch(() => folder)], found);
  return found;
}

/** `way` is where the folder really is, and before it those it was come to through: a link back to one of them has no end. */
async function look(folder: string, way: readonly string[], found: FoundModel[]): Promise<void> {
  const cached = HUB_CACHE.exec(basename(folder))?.[1];
  if (cached) {
    await lookInCache(folder, cached, way, found);
    return;
  }
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = new Set(entries.map(({ name }) => name));
  const isNetwork = names.has('config.json') && entries.some(({ name }) => NETWORK.test(name));
  if (names.has('model_index.json') || isNetwork) {
    found.push({ name: basename(folder), path: folder, kind: 'folder' });
    return;
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const { name } = entry;
    if (name.startsWith('.')) {
      continue;
    }
    const path = join(folder, name);
    const info = entry.isFile() || entry.isDirectory() ? entry : await stat(path).catch(() => null);
    if (info?.isDirectory()) {
      const real = entry.isDirectory() ? join(way.at(-1)!, name) : await realpath(path).catch(() => null);
      if (real !== null && !way.includes(real)) {
        await look(path, [...way, real], found);
      }
    } else if (WEIGHTS_FILE.test(name) && !TRAINING_STATE.test(name)) {
      const own = basename(name, extname(name));
      const defaults = `${own}.defaults.json`;
      found.push({
        name: own,
        path,
        kind: 'file',
        ...(names.has(defaults) && { defaults: join(folder, defaults) }),
        ...(info?.isFile() ? {} : { problem: nothingToRead(name, info === null) })
      });
    }
  }
}

function nothingToRead(file: string, isGone: boolean): FaultData {
  return { code: 'model_unsupported', facts: { file, reason: isGone ? 'link_broken' : 'no_regular_file' } };
}

/** Bytes of the largest file that names a commit. */
const REF_MAX = 1000;
/** A repository in the cache of huggingface_hub, with the name it has there behind its owner's. */
const HUB_CACHE = /^models--(?:.+?--)?(.+)$/;

/**
 * What the cache of a repository holds: its files are links into `blobs` from a folder for each commit, of which `refs/main` names the
 * one in use. A model is called as the repository is, not as the commit.
 */
async function lookInCache(
  folder: string,
  name: string,
  way: readonly string[],
  found: FoundModel[]
): Promise<void> {
  const snapshots = join(folder, 'snapshots');
  const commits = await readdir(snapshots).catch(() => []);
  const ref = await readSmallFileAsync(join(folder, 'refs', 'main'), REF_MAX).catch(() => '');
  const main = ref.toString().trim();
  const commit = commits.find(each => each === main) ?? commits.sort().at(-1);
  if (commit) {
    const inside: FoundModel[] = [];
    await look(join(snapshots, commit), [...way, join(way.at(-1)!, 'snapshots', commit)], inside);
    found.push(...inside.map(each => (each.name === commit ? { ...each, name } : each)));
  }
}

/** The stamp of what was found; of what nobody should open, why. */
export async function stampOf({ path, problem }: FoundModel): Promise<string> {
  return problem ? JSON.stringify(problem) : fingerprint(path);
}

/** How long a file that is written to all the while is waited for; once at least. */
const SETTLE_MS = 200;

/**
 * The stamp of a model, by which its files are told from what they were: see `Look`. It is taken when a write from then on is sure to
 * change it, so of a file that was just written a moment later; that of one which is written to all the while is no state's, and the
 * next differs from it. '' for what is not there.
 */
export async function fingerprint(path: string): Promise<string> {
  const end = performance.now() + SETTLE_MS;
  let look = await lookAsync(path);
  for (let wait = unsettledMs(look); wait > 0; wait = unsettledMs(look)) {
    if (performance.now() > end) {
      return `${look.stamp} at ${performance.now()}`;
    }
    await pause(wait);
    look = await lookAsync(path);
  }
  return look.stamp;
}

/** Off this thread for files, of which there may be thousands on a slow drive. */
async function lookAsync(path: string): Promise<Look> {
  const info = await stat(path, { bigint: true }).catch(() => null);
  return info?.isFile() ? lookOf(info) : lookAt(path);
}
