/** `npm run bench -- care`: the bundled networks for pictures, each beside onnxruntime's Python and ncnn with the same weights. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspectPictureNetwork } from '../engine/picture-networks';
import type { CareJob, CareMeasure } from './measure-care';
import type { Add } from './main';
import { plainModel } from './plain-models';

/** Of each kind of bundled network one, and the side of a picture that takes it about two seconds. */
const CASES = [
  { file: 'realesr-animevideov3', side: 512 },
  { file: 'RealESRGAN_x4plus_anime_6B', side: 192 },
  { file: 'waifu2x_upconv_7_photo_scale2_noise1', side: 512 },
  { file: 'waifu2x_cunet_scale1_noise1', side: 768 }
] as const;
const RUNS = 2;
/** Each is measured so many times in turn, so that a busy minute of the machine falls on all; the best counts. */
const ROUNDS = 3;
/** 16 megapixels come out of a picture of this side. */
const LARGE = { file: 'realesr-animevideov3', side: 1024 } as const;

const PEERS = { onnxruntime: 'onnxruntime (Python)', ncnn: 'ncnn' } as const;

/** Measures the networks and adds the rows. */
export function measureCare(root: string, add: Add): void {
  for (const { file, side } of CASES) {
    const path = join(root, 'models/care', `${file}.safetensors`);
    const { scale } = inspectPictureNetwork(path);
    const megapixels = (side * scale) ** 2 / 1e6;
    const job = { path, side, runs: RUNS };
    const rounds = Array.from({ length: ROUNDS }, () => ({
      ours: measured(root, job),
      onnxruntime: peerMeasured(root, 'onnxruntime', job),
      ncnn: peerMeasured(root, 'ncnn', job)
    }));
    const ours = bestOf(rounds.map(round => round.ours)) as CareMeasure;
    add(`${file}: seconds a megapixel that comes out`, ours.best_s / megapixels, 's');
    add(`${file}: peak memory, ${side} px`, ours.peak_mb, 'MB');
    for (const peer of ['onnxruntime', 'ncnn'] as const) {
      const found = bestOf(rounds.map(round => round[peer]));
      const what = `${file}: ${PEERS[peer]}, seconds a megapixel`;
      if (typeof found === 'string') {
        add(what, null, 's', undefined, found);
      } else {
        const times = `${(found.best_s / ours.best_s).toFixed(2)} × ours, ${found.peak_mb.toFixed(0)} MB`;
        add(what, found.best_s / megapixels, 's', '>= 1.0 ×', times);
      }
    }
  }
  const large = measured(root, {
    path: join(root, 'models/care', `${LARGE.file}.safetensors`),
    side: LARGE.side,
    runs: 1
  });
  add('16 megapixels out of one: peak memory', large.peak_mb, 'MB', '< 2000 MB');
}

function bestOf(found: readonly (CareMeasure | string)[]): CareMeasure | string {
  const measures = found.filter((each): each is CareMeasure => typeof each !== 'string');
  return measures.length === 0 ? found[0] : measures.reduce((a, b) => (b.best_s < a.best_s ? b : a));
}

function measured(root: string, job: CareJob): CareMeasure {
  return lastLine(
    spawnSync(process.execPath, [join(root, 'lib/bench/measure-care.js'), JSON.stringify(job)])
  );
}

/** The peer's measurement, or the sentence that says why there is none. */
function peerMeasured(root: string, peer: keyof typeof PEERS, job: CareJob): CareMeasure | string {
  const python = join(root, '.bench-venv/bin/python');
  if (!existsSync(python)) {
    return 'no .bench-venv: python3 -m venv .bench-venv && .bench-venv/bin/pip install -r bench/requirements-care.txt';
  }
  const folder = mkdtempSync(join(tmpdir(), 'jd-care-'));
  try {
    const model = join(folder, 'model.onnx');
    writeFileSync(model, plainModel(job.path));
    const asked = JSON.stringify({ ...job, peer, model, folder });
    return lastLine(spawnSync(python, [join(root, 'bench/peer_care.py'), asked]));
  } catch (error) {
    return (error as Error).message;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function lastLine<T>({ status, stdout, stderr }: ReturnType<typeof spawnSync>): T {
  if (status !== 0) {
    throw new Error(String(stderr).trim().split('\n').pop());
  }
  return JSON.parse(String(stdout).trim().split('\n').pop() ?? '') as T;
}
