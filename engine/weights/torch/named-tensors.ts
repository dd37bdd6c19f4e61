import { torchFault } from './torch-fault';
import { Dict, Global, Inert, StoredTensor, Tuple } from './values';
import type { Value } from './values';

/** A tensor and its name: the keys, indices and attributes that lead to it, joined by dots. */
export type Found = { name: string; tensor: StoredTensor };

/** How deep tensors are looked for: real files nest them four or five levels deep. */
const DEPTH_MAX = 64;
/** Characters of a name, and how many of a longer one are shown. */
const [NAME_MAX, NAME_SHOWN] = [1024, 60];
/** Characters of all names together: those of a large training are one or two million. */
const NAMES_MAX = 1 << 24;

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
type Frame = { children: readonly Value[]; keyed: boolean; next: number; name: string; depth: number };

/**
 * All tensors below a value, in the order in which they stand there; each container is walked once, so that files that refer to themselves
 * end. Throws torch_too_deep and, for names longer than any layer's, torch_long_name.
 */
export function namedTensors(root: Value, file: string): Found[] {
  const found: Found[] = [];
  const seen = new Set<Value>();
  const frames: Frame[] = [];
  let characters = 0;
  const enter = (value: StoredTensor | Container, name: string, depth: number): void => {
    characters += Math.min(name.length, NAME_MAX);
    const isTensor = value instanceof StoredTensor;
    if ((isTensor && name.length > NAME_MAX) || characters > NAMES_MAX) {
      throw torchFault(file, 'torch_long_name', { value: name.slice(0, NAME_SHOWN) });
    }
    if (isTensor) {
      found.push({ name, tensor: value });
      return;
    }
    seen.add(value);
    if (depth > DEPTH_MAX) {
      throw torchFault(file, 'torch_too_deep');
    }
    // The last pushed is walked first.
    for (const part of partsOf(value, seen).reverse()) {
      const children = Array.isArray(part) ? part : part.items;
      frames.push({ children, keyed: part instanceof Dict, next: 0, name, depth });
    }
  };
  const isNew = (value: Value): value is StoredTensor | Container =>
    value instanceof StoredTensor || (isContainer(value) && !seen.has(value));
  if (isNew(root)) {
    enter(root, '', 0);
  }
  while (frames.length > 0) {
    const frame = frames[frames.length - 1];
    const { children, keyed, next, name, depth } = frame;
    if (next >= children.length) {
      frames.pop();
      continue;
    }
    frame.next += keyed ? 2 : 1;
    const child = children[keyed ? next + 1 : next];
    if (isNew(child)) {
      const key = keyed ? keyOf(children[next]) : String(next);
      enter(child, depth > 0 ? `${name}.${key}` : key, depth + 1);
    }
  }
  return found;
}

type Container = Value[] | Tuple | Dict | Inert;

function isContainer(value: Value): value is Container {
  return Array.isArray(value) || value instanceof Tuple || value instanceof Dict || value instanceof Inert;
}

/** What of a container holds children: an object's attributes, entries and list, but no attributes that it shares with another. */
function partsOf(value: Container, seen: Set<Value>): Exclude<Container, Inert>[] {
  if (!(value instanceof Inert)) {
    return [value];
  }
  const own = [value.entries, value.list];
  if (!(value.state instanceof Dict) || seen.has(value.state)) {
    return own;
  }
  seen.add(value.state);
  const attributes = contentsOf(value);
  if (attributes === undefined || (attributes !== value.state && seen.has(attributes))) {
    return own;
  }
  seen.add(attributes);
  return [attributes, ...own];
}

/** The entries of a dict, or the attributes of an object; a ParameterDict's are its parameters. */
function contentsOf(value: Value): Dict | undefined {
  if (!(value instanceof Inert)) {
    return value instanceof Dict ? value : undefined;
  }
  const state = value.state instanceof Dict ? value.state : undefined;
  const parameters = value.type.name.endsWith('.ParameterDict') ? state?.get('_parameters') : undefined;
  return parameters instanceof Dict ? parameters : state;
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
