import type { MessageCode } from '../../../schema/messages';
import { formatBytes, inOneUnit } from '../sizes';
import { Fault } from '../../../schema/fault';

/** Why a torch file is refused, and the message that says so. */
const CODES = {
  // What might run code, were it not for this reader.
  torch_global: 'model_pickled',
  torch_module: 'model_pickled',
  torch_opcode: 'model_pickled',
  // What is not whole.
  torch_truncated: 'model_truncated',
  torch_pickle: 'model_corrupt',
  torch_archive: 'model_corrupt',
  torch_checksum: 'model_corrupt',
  torch_directory: 'model_corrupt',
  torch_duplicate: 'model_corrupt',
  torch_no_list: 'model_corrupt',
  torch_missing_storage: 'model_corrupt',
  torch_storage_size: 'model_corrupt',
  torch_bounds: 'model_corrupt',
  torch_tensor: 'model_corrupt',
  // What is whole, and not read.
  torch_bare: 'model_unsupported',
  torch_compressed: 'model_unsupported',
  torch_encrypted: 'model_unsupported',
  torch_byteorder: 'model_unsupported',
  torch_dtype: 'model_unsupported',
  torch_too_big: 'model_unsupported',
  torch_long_pickle: 'model_unsupported',
  torch_long_number: 'model_unsupported',
  torch_long_line: 'model_unsupported',
  torch_long_name: 'model_unsupported',
  torch_long_directory: 'model_unsupported',
  torch_too_deep: 'model_unsupported',
  torch_tar: 'model_unsupported',
  torch_script: 'model_unsupported',
  torch_optimizer: 'model_unsupported',
  torch_hypernetwork: 'model_unsupported',
  torch_nameless: 'model_unsupported',
  torch_no_tensors: 'model_unsupported'
} as const satisfies Record<string, MessageCode>;

export type TorchReason = keyof typeof CODES;

/** The fault of `file` (its name); `value` is what was read, `tensor` the tensor it belongs to. */
export function torchFault(
  file: string,
  reason: TorchReason,
  facts: {
    value?: string | number;
    tensor?: string;
    found?: string | number;
    expected?: string | number;
  } = {}
): Fault {
  return new Fault(CODES[reason], { file, reason, ...facts });
}

/** The fault of a file of which `size` bytes are there, of so many where that is known. */
export function endsEarly(file: string, size: number, expected?: number): Fault {
  const facts = expected === undefined ? { found: formatBytes(size) } : inOneUnit(size, expected);
  return torchFault(file, 'torch_truncated', facts);
}
