import { basename } from 'node:path';
import { Fault } from '../../schema/fault';
import { checkOnnx } from './check-onnx';
import { OnnxPart } from './onnx-part';
import type { PartOptions } from './onnx-part';
import { readOnnx } from './read-onnx';

/** What a network is known by: its ports, and how many axes each has. */
export type Ports = { inputs: Readonly<Record<string, number>>; outputs: readonly string[] };

/**
 * The network in the ONNX file at `path`, which must have the inputs and the outputs of `ports`; what it is called is said by `kind`.
 * The runtime opens it when it is first asked. Throws Fault model_missing, model_corrupt, model_truncated, model_incomplete and
 * model_unsupported.
 */
export function openOnnxModel(
  path: string,
  ports: Ports,
  { kind, ...options }: Partial<PartOptions> & { kind: string }
): OnnxPart {
  const file = readOnnx(path);
  checkOnnx(file);
  const fits =
    file.inputs.length === Object.keys(ports.inputs).length &&
    file.inputs.every(({ name, type, shape }) => type === 1 && shape.length === ports.inputs[name]) &&
    ports.outputs.every(name => file.outputs.some(output => output.name === name));
  if (!fits) {
    throw new Fault('model_unsupported', { file: basename(path), reason: 'onnx_other', value: kind });
  }
  return new OnnxPart(file, { optimization: 'all', arena: false, ...options });
}
