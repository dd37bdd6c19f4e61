import { resolve } from 'node:path';
import { floats, openSession } from '../runtime';
import { readWeightsHeader, WeightSource } from '../weights';
import type { TensorNaming, TensorPart } from '../weights';
import { readRestorer } from './architecture';
import type { RestorerArch } from './architecture';
import { codeFormerGraph } from './code-former';
import { gfpganGraph } from './gfpgan';
import { restoreFormerGraph } from './restore-former';

/** What a network made of a face, in [-1, 1] but for what goes beyond; CodeFormer's entries of its codebook. */
export type RestoredPlanes = { planes: Float32Array; codes?: Float32Array };

/** A network that restores faces which lie as the template says. */
export interface IFaceRestorer {
  readonly kind: RestorerArch['kind'];
  /** Pixels of a side of the faces it was made for. */
  readonly side: number;
  /**
   * RGB planes (3, height, width) in [0, 1] -> what the network says of them. `fidelity` is CodeFormer's w, 0.5 when left out: 0 is the
   * best it knows of faces, 1 most like the given one. RestoreFormer takes any sides that divide by 32, the others `side` alone.
   */
  run(planes: Float32Array, height: number, width: number, fidelity?: number): Promise<RestoredPlanes>;
  dispose(): Promise<void>;
}

export type FaceRestorerInfo = {
  kind: RestorerArch['kind'];
  side: number;
  parametersTotal: number;
  sizeBytes: number;
};

/** CodeFormer's own default. */
const FIDELITY = 0.5;

/** What the header of the file at `path` tells; no tensor is read. Throws Fault as `openFaceRestorer`. */
export function inspectFaceRestorer(path: string): FaceRestorerInfo {
  const { arch, weights, sizeBytes } = read(path);
  return { kind: arch.kind, side: arch.side, parametersTotal: weights.parametersTaken, sizeBytes };
}

/**
 * The face restorer in the file of weights at `path`: GFPGAN v1 "clean" (1.2 to 1.4), RestoreFormer or CodeFormer. Throws Fault model_missing,
 * model_truncated, model_corrupt, model_pickled, model_incomplete, model_unsupported.
 */
export async function openFaceRestorer(
  path: string,
  { threads }: { threads?: number } = {}
): Promise<IFaceRestorer> {
  const { model, arch } = read(path);
  // Faces come one after the other, and are all of one size.
  const session = await openSession(model, { threads, arena: false, weightsPath: resolve(path) });
  return {
    kind: arch.kind,
    side: arch.side,
    run: async (planes, height, width, fidelity = FIDELITY) => {
      const face = floats(
        planes.map(value => (value - 0.5) / 0.5),
        [1, 3, height, width]
      );
      const weight = floats(Float32Array.of(fidelity), [1]);
      const feeds = { face, ...(arch.kind === 'CodeFormer' && { fidelity: weight }) };
      const { restored, codes } = await session.run(feeds);
      return {
        planes: restored.data as Float32Array,
        ...(codes && { codes: codes.data as Float32Array })
      };
    },
    dispose: () => session.release()
  };
}

function read(path: string): {
  arch: RestorerArch;
  weights: WeightSource;
  model: Uint8Array;
  sizeBytes: number;
} {
  const header = readWeightsHeader(resolve(path));
  const { arch, spell } = readRestorer(header);
  const weights = new WeightSource(header, inSpelling(arch, spell));
  return { arch, weights, model: graphOf(weights, arch), sizeBytes: header.sizeBytes };
}

/** The network's ONNX model; takes each of its weights from `weights`. */
export function graphOf(weights: WeightSource, arch: RestorerArch): Uint8Array {
  switch (arch.kind) {
    case 'GFPGAN':
      return gfpganGraph(weights, arch);
    case 'RestoreFormer':
      return restoreFormerGraph(weights, arch);
    case 'CodeFormer':
      return codeFormerGraph(weights, arch);
  }
}

/** What the engine's blocks are called in these files. */
const SHORTCUT = { RestoreFormer: 'nin_shortcut', CodeFormer: 'conv_out', GFPGAN: 'conv_shortcut' } as const;

/** `spell` for the engine's names: its blocks', and torch's attention, which stacks three matrices. */
export function inSpelling({ kind }: Pick<RestorerArch, 'kind'>, spell: TensorNaming): TensorNaming {
  return name => {
    const stacked = /^(.*self_attn\.)([qkv])\.(weight|bias)$/.exec(name);
    const own = stacked
      ? `${stacked[1]}in_proj_${stacked[3]}`
      : name.replace(/\bconv_shortcut\b/, SHORTCUT[kind]);
    const place = (found: TensorPart): TensorPart =>
      stacked && typeof found === 'string' ? { name: found, part: 'qkv'.indexOf(stacked[2]), of: 3 } : found;
    return spell(own).map(place);
  };
}
