import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';

/** Something in a models folder that is, or claims to be, weights: a diffusers folder, of a checkpoint or of one network, or a file. */
export type FoundModel = { name: string; path: string; kind: 'folder' | 'file' };

/** How deep folders of folders are looked through. */
const DEPTH_MAX = 3;
/** Endings of files of weights; what is in them is told by their content. */
const WEIGHTS = /\.(safetensors|ckpt|pt|pth|bin)$/i;
/** What trainings leave beside their weights, by the names that accelerate, transformers and Lightning give it. */
const TRAINING_STATE =
  /^(optimizer|scheduler|scaler|sampler|training_args|trainer_state|rng_state|random_states)(_\d+)*\.(bin|pt|pth)$/i;

/** The weights of one network (a VAE, a ControlNet) in a diffusers folder, whole or in pieces, by the name diffusers gives them. */
const NETWORK = /^diffusion_pytorch_model(\.[^.]+)*\.(safetensors|bin)(\.index\.json)?$/;

/** The models below a folder, which may be one itself: diffusers folders and single files, sorted by path. */
export async function findModels(folder: string): Promise<FoundModel[]> {
  const found: FoundModel[] = [];
  await look(folder, 0, found);
  return found;
}

async function look(folder: string, depth: number, found: FoundModel[]): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = new Set(entries.map(({ name }) => name));
  const isNetwork = names.has('config.json') && entries.some(({ name }) => NETWORK.test(name));
  if (names.has('model_index.json') || isNetwork) {
    found.push({ name: basename(folder), path: folder, kind: 'folder' });
    return;
  }
  for (const { name } of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (name.startsWith('.')) {
      continue;
    }
    const path = join(folder, name);
    const info = await stat(path).catch(() => null);
    if (info?.isDirectory()) {
      if (depth < DEPTH_MAX) {
        await look(path, depth + 1, found);
      }
    } else if (info?.isFile() && WEIGHTS.test(name) && !TRAINING_STATE.test(name)) {
      found.push({ name: basename(name, extname(name)), path, kind: 'file' });
    }
  }
}

/** Changes whenever a file of the model does: names, sizes and times of all of them. */
export async function fingerprint(path: string): Promise<string> {
  const info = await stat(path);
  if (info.isFile()) {
    return `${info.size}:${info.mtimeMs}`;
  }
  const names = (await readdir(path, { recursive: true })).sort();
  const parts = await Promise.all(
    names.map(async name => {
      const each = await stat(join(path, name)).catch(() => null);
      return each?.isFile() ? `${name}:${each.size}:${each.mtimeMs}` : '';
    })
  );
  return parts.filter(Boolean).join('|');
}
