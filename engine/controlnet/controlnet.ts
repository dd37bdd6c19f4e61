import { resolve } from 'node:path';
import type { InferenceSession } from 'onnxruntime-node';
import { CONTROL_MIDDLE, controlInput, controlNetGraph } from '../graph';
import { floats, openSession, unetFeeds } from '../runtime';
import type { Planes } from '../tiles';
import type { Residual, UNetRow } from '../types';
import { readControlNet } from './read-controlnet';

/** A network that steers the UNet by a picture. */
export interface IControlNet {
  /** What `UNetRow.control` takes, `scale` times, for what the UNet is given and a picture in [0, 1] eight times as large. */
  residuals(row: UNetRow, picture: Planes, scale: number): Promise<Residual[]>;
  dispose(): Promise<void>;
}

/** The ControlNet in the diffusers folder `path`. Throws Fault model_*. */
export async function openControlNet(path: string, options: { threads?: number } = {}): Promise<IControlNet> {
  const { arch, weights, files } = readControlNet(resolve(path));
  const model = controlNetGraph(weights, arch);
  const session = await openSession(model, { ...options, weightsPath: files[0] });
  return {
    residuals: async (row, { data, channels, height, width }, scale) => {
      // One row at a time: what a row is answered never depends on others.
      const outputs = await session.run({
        ...unetFeeds([row], arch.unet, [[]]),
        picture: floats(data, [1, channels, height, width]),
        scale: floats(Float32Array.of(scale), [])
      });
      return inOrder(outputs);
    },
    dispose: () => session.release()
  };
}

/** The skips as the UNet makes them, then the middle. */
function inOrder(outputs: InferenceSession.OnnxValueMapType): Residual[] {
  const skips = Object.keys(outputs).length - 1;
  const names = [...Array.from({ length: skips }, (_, k) => controlInput(k)), CONTROL_MIDDLE];
  return names.map(name => {
    const { data, dims } = outputs[name];
    return { data: data as Float32Array, channels: dims[1], height: dims[2], width: dims[3] };
  });
}
