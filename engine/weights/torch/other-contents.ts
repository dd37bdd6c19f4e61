import { torchFault } from './torch-fault';
import { Dict, StoredTensor, Tuple } from './values';
import type { Value } from './values';

/** Tells by name what a torch file holds where that is no network: throws torch_optimizer, torch_hypernetwork or torch_nameless. */
export function checkKind(root: Value, file: string): void {
  if (root instanceof StoredTensor || Array.isArray(root) || root instanceof Tuple) {
    throw torchFault(file, 'torch_nameless');
  }
  if (!(root instanceof Dict)) {
    return;
  }
  if (Array.isArray(root.get('param_groups')) && root.get('state') instanceof Dict) {
    throw torchFault(file, 'torch_optimizer');
  }
  // A1111's hypernetworks: two networks for each width of the layers they sit on.
  const isPair = (value: Value): boolean => value instanceof Tuple && value.items.length === 2;
  if (root.items.some((key, i) => i % 2 === 0 && typeof key === 'number' && isPair(root.items[i + 1]))) {
    throw torchFault(file, 'torch_hypernetwork');
  }
}
