import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { WeightsHeader } from '../weights';

type Shapes = Map<string, number[]>;

/** Names and shapes of a published model without its weights: as a single file (with the header it would have) and as a folder. */
export function realLayout(name: string): {
  single: Shapes;
  header: WeightsHeader;
  diffusers: Record<string, Shapes>;
} {
  const packed = readFileSync(join(__dirname, `../../goldens/K/${name}.json.gz`));
  const layout = JSON.parse(gunzipSync(packed).toString()) as {
    single_file: Record<string, number[]>;
    diffusers: Record<string, Record<string, number[]>>;
  };
  const single = new Map(Object.entries(layout.single_file));
  const file = `/${name}.safetensors`;
  const tensors = [...single].map(([tensor, shape]) => {
    return [tensor, { name: tensor, dtype: 'F16', shape, file, offset: 0, length: 0 }] as const;
  });
  return {
    single,
    header: { file, files: [file], sizeBytes: 0, metadata: {}, tensors: new Map(tensors) },
    diffusers: Object.fromEntries(
      Object.entries(layout.diffusers).map(([part, shapes]) => [part, new Map(Object.entries(shapes))])
    )
  };
}
