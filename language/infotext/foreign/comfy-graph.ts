/** ComfyUI's graph as it was queued: nodes by id, whose inputs are values or links `[id, output]`. */
import { type Json, objectIn, textIn } from './json';

export type Node = { id: string; type: string; inputs: Json };

/** Names that nodes of texts and numbers give their one value. */
const VALUE_INPUTS = [
  'value',
  'text',
  'string',
  'seed',
  'noise_seed',
  'int',
  'float',
  'Text',
  'prompt',
  'populated_text',
  'positive',
  'number'
];
/** Longer than the name of any node. */
const TYPE_MAX = 200;
/** Farther than any graph's way from a value to its source. */
const DEPTH_MAX = 200;

export class ComfyGraph {
  readonly nodes: readonly Node[];
  private readonly byId: ReadonlyMap<string, Node>;

  constructor(json: Json) {
    this.nodes = Object.entries(json).flatMap(([id, each]) => {
      const node = objectIn(each);
      return typeof node?.class_type === 'string' && node.class_type.length <= TYPE_MAX
        ? [{ id, type: node.class_type, inputs: objectIn(node.inputs) ?? {} }]
        : [];
    });
    this.byId = new Map(this.nodes.map(node => [node.id, node]));
  }

  /** The node that an input is linked to. */
  linked(node: Node | undefined, input: string): Node | undefined {
    const link = node?.inputs[input];
    return Array.isArray(link) ? this.byId.get(String(link[0])) : undefined;
  }

  /** The value of an input, followed through nodes that hold one; undefined where none is found. */
  value(node: Node | undefined, input: string, depth = 0): string | number | boolean | undefined {
    const value = node?.inputs[input];
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      return value;
    }
    const source = this.linked(node, input);
    if (!source || depth > DEPTH_MAX) {
      return undefined;
    }
    const name = [input, ...VALUE_INPUTS].find(each => source.inputs[each] !== undefined);
    return name === undefined ? undefined : this.value(source, name, depth + 1);
  }

  text(node: Node | undefined, input: string): string {
    return textIn(this.value(node, input));
  }

  /** The first node that `fits` on the way back from an input, along all links; the node itself is not asked. */
  upstream(
    node: Node | undefined,
    inputs: readonly string[],
    fits: (node: Node) => boolean
  ): Node | undefined {
    for (const each of this.behind(inputs.flatMap(input => this.linked(node, input) ?? []))) {
      if (fits(each)) {
        return each;
      }
    }
    return undefined;
  }

  /** Every node of a kind on the way back from an input, the nearest first. */
  chain(node: Node | undefined, input: string, fits: (node: Node) => boolean): Node[] {
    return [...this.behind([this.linked(node, input)])].filter(fits);
  }

  /** These nodes and all that they are made from, the nearest first and each once. */
  *behind(nodes: readonly (Node | undefined)[]): Generator<Node> {
    // A set is walked in the order in which it grows.
    const reached = new Set(nodes);
    for (const node of reached) {
      if (node) {
        yield node;
        this.sources(node).forEach(each => reached.add(each));
      }
    }
  }

  private sources(node: Node): Node[] {
    return Object.keys(node.inputs).flatMap(input => this.linked(node, input) ?? []);
  }
}
