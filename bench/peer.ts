/** The diffusers peer: run when its environment is there, compared picture by picture. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';

export type PeerJob = {
  model: string;
  prompt: string;
  negative_prompt: string;
  seeds: number[];
  cfg_scales: number[];
  steps: number;
};

export type PeerRun = {
  load_s: number;
  loop_s: number;
  batched_s: number;
  torch: string;
  diffusers: string;
  threads: number;
  /** The peer's picture of a cell as raw RGB. */
  picture(seed: number, cfgScale: number): Buffer;
  dispose(): void;
};

/** Runs the peer, or returns the sentence that says why it was skipped. */
export function runPeer(root: string, job: PeerJob): PeerRun | string {
  const python = join(root, '.bench-venv', 'bin', 'python');
  const howTo = 'python3 -m venv .bench-venv && .bench-venv/bin/pip install -r bench/requirements.txt';
  if (!existsSync(python)) {
    return `diffusers is not compared: no .bench-venv. To have it: ${howTo}`;
  }
  const out = mkdtempSync(join(tmpdir(), 'jd-peer-'));
  const run = spawnSync(python, [join(root, 'bench', 'peer.py')], {
    input: JSON.stringify({ ...job, out }),
    encoding: 'utf8',
    env: { ...process.env, HF_HUB_OFFLINE: '1', TRANSFORMERS_OFFLINE: '1' }
  });
  if (run.status !== 0) {
    rmSync(out, { recursive: true, force: true });
    return `diffusers is not compared: ${run.stderr.trim().split('\n').pop()}. To have it: ${howTo}`;
  }
  return {
    ...JSON.parse(run.stdout.trim().split('\n').pop() ?? '{}'),
    picture: (seed, cfgScale) => readFileSync(join(out, `${seed}-${cfgScale}.rgb`)),
    dispose: () => rmSync(out, { recursive: true, force: true })
  };
}

export type Equality = { pixels: number; withinTwo: number; worst: number };

/** Counts channel values of a PNG that differ from raw RGB by at most two levels. */
export async function comparePictures(png: Buffer, raw: Buffer, tally: Equality): Promise<void> {
  const ours = await sharp(png).removeAlpha().raw().toBuffer();
  if (ours.length !== raw.length) {
    throw new Error(`the peer's picture has ${raw.length} bytes, ours ${ours.length}`);
  }
  for (let pixel = 0; pixel < ours.length; pixel += 3) {
    let difference = 0;
    for (let channel = 0; channel < 3; channel++) {
      difference = Math.max(difference, Math.abs(ours[pixel + channel] - raw[pixel + channel]));
    }
    tally.pixels++;
    tally.withinTwo += difference <= 2 ? 1 : 0;
    tally.worst = Math.max(tally.worst, difference);
  }
}
