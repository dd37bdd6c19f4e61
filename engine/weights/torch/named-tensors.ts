import { torchFault } from './torch-fault';
import { Dict, Global, Inert, StoredTensor, Tuple } from './values';
import type { Value } from './values';

/** A tensor and the keys, indices and attributes that lead to it. */
export type Found = { path: readonly string[]; tensor: StoredTensor };

/** How deep tensors are looked for: real files nest them four or five levels deep. */
const DEPTH_MAX = 64;
/** Characters of a name, and how many of a longer one are shown. */
const [NAME_MAX, NAME_SHOWN] = [1024, 60];

/** Keys under which tools put the weights, the one that wins first: trained averages before what they average. */
const WRAPPERS = [
  ...['params_ema', 'params', 'state_dict', 'model_state_dict', 'model', 'g_ema'],
  ...['string_to_param']
];
/** Wrappers within wrappers: Lightning's around another tool's. */
const WRAPPED_MAX = 4;

/** The weights in what a file holds: behind the keys that tools wrap them in. */
export function unwrapped(root: Value): { value: Value; keys: readonly string[] } {
  const keys: string[] = [];
  let value = root;
  while (keys.length < WRAPPED_MAX) {
    const inside = contentsOf(value);
    const key = WRAPPERS.find(each => holdsTensors(inside?.get(each)));
    if (key === undefined || inside === undefined) {
      break;
    }
    keys.push(key);
    value = inside.get(key)!;
  }
  return { value, keys };
}

/** A container whose children are being walked. */
type Frame = { children: readonly Value[]; keyed: boolean; next: number; path: readonly string[] };

/**
 * All tensors below a value, in the order in which they stand there; each container is walked once, so that files that refer to themselves
 * end. Throws torch_too_deep and, for names longer than any layer's, torch_too_big.
 */
export function namedTensors(root: Value, file: string): Found[] {
  const found: Found[] = [];
  const seen = new Set<Value>();
  const frames: Frame[] = [];
  const enter = (value: Value, path: readonly string[]): void => {
    if (value instanceof StoredTensor) {
      const length = path.reduce((sum, key) => sum + key.length + 1, 0);
      if (length > NAME_MAX) {
        throw torchFault(file, 'torch_too_big', { value: path.join('.').slice(0, NAME_SHOWN) });
      }
      found.push({ path, tensor: value });
    } else if (isContainer(value)) {
      seen.add(value);
      if (path.length > DEPTH_MAX) {
        throw torchFault(file, 'torch_too_deep');
      }
      // The last pushed is walked first.
      framesOf(value, path)
        .reverse()
        .forEach(frame => frames.push(frame));
    }
  };
  enter(root, []);
  while (frames.length > 0) {
    const frame = frames[frames.length - 1];
    const { children, keyed, next, path } = frame;
    if (next >= children.length) {
      frames.pop();
      continue;
    }
    frame.next += keyed ? 2 : 1;
    const child = children[keyed ? next + 1 : next];
    if (child instanceof StoredTensor || (isContainer(child) && !seen.has(child))) {
      enter(child, [...path, keyed ? keyOf(children[next]) : String(next)]);
    }
  }
  return found;
}

type Container = Value[] | Tuple | Dict | Inert;

function isContainer(value: Value): value is Container {
  return Array.isArray(value) || value instanceof Tuple || value instanceof Dict || value instanceof Inert;
}

function framesOf(value: Container, path: readonly string[]): Frame[] {
  if (value instanceof Inert) {
    const parts = [contentsOf(value)!, value.entries, value.list];
    return parts.flatMap(part => framesOf(part, path));
  }
  const children = Array.isArray(value) ? value : value.items;
  return children.length > 0 ? [{ children, keyed: value instanceof Dict, next: 0, path }] : [];
}

/** The entries of a dict, or the attributes of an object; a ParameterDict's are its parameters. */
function contentsOf(value: Value): Dict | undefined {
  if (value instanceof Inert) {
    const state = value.state instanceof Dict ? value.state : new Dict();
    const parameters = state.get('_parameters');
    return parameters instanceof Dict && value.type.name.endsWith('.ParameterDict') ? parameters : state;
  }
  return value instanceof Dict ? value : undefined;
}

function holdsTensors(value: Value | undefined): boolean {
  const contents = value === undefined ? undefined : contentsOf(value);
  return (
    contents?.items.some(item => item instanceof StoredTensor) === true ||
    WRAPPERS.some(key => contents?.get(key) instanceof Dict)
  );
}

function keyOf(key: Value): string {
  if (key instanceof Global) {
    return `<${key.name}>`;
  }
  return typeof key === 'object' && key !== null ? '' : String(key);
}
