/**
 * The kinds of a sweep's cells: what is left of them without their seeds and words. A sweep of thousands of cells has few, so what
 * follows from settings alone is found out once a kind.
 */
import { type AllParams, type ParameterValue, withDefaults } from '../../schema/catalogue';
import type { CellParams } from '../../schema/wire';
import type { SweepContext } from '../../language/cell';
import { type InSlices, mapped } from './in-slices';
import type { ExpandedCell } from './types';

/** Parameters that act by what the prompts hold. */
const READERS: ReadonlySet<string> = new Set(['emphasis', 'strict', 'dialect']);
/** What no kind has of its own: one value stands for all. */
const PLAIN = { seed: 1, subseed: 2 } as const;
const WORDS = { prompt: 'a', negative_prompt: 'b' } as const;
/** Steps that are taken in shadow for one plan: 50 ms at most. */
const SHADOW_STEPS_MAX = 2500;
/** Steps that are enough to see whether a value acts. */
const STEPS = 8;
/** Answers kept for the plans to come, for the panel asks with every keystroke. */
const KEPT_MAX = 5000;

const known = new WeakMap<NonNullable<SweepContext['pictureOf']>, Map<string, number | null>>();

export class CellKinds {
  /** One cell of each kind. */
  readonly all: AllParams[] = [];
  /** The kind of each cell, by its place in `all`. */
  of: readonly number[] = [];
  private shadowSteps = 0;

  private constructor(private readonly context: SweepContext) {}

  /** The kinds of these cells, in slices. `said` are the parameters that the user gave. */
  static *among(
    cells: readonly ExpandedCell[],
    said: Iterable<string>,
    context: SweepContext
  ): InSlices<CellKinds> {
    const kinds = new CellKinds(context);
    const plain = { ...PLAIN, ...([...said].some(name => READERS.has(name)) ? {} : WORDS) };
    const found = new Map<string, number>();
    kinds.of = yield* mapped(cells, ({ params }) => {
      const key = nameOf(params, plain);
      const place = found.get(key) ?? kinds.all.push(withDefaults({ ...params, ...plain })) - 1;
      found.set(key, place);
      return place;
    });
    return kinds;
  }

  /** What all values of a list for one parameter make of a kind: one picture, or several. Several where it can't be known. */
  sameWith(kind: AllParams, name: string, values: readonly ParameterValue[]): boolean {
    const [first, ...others] = values;
    const steps = Math.min(kind.steps, STEPS);
    const drawn = (value: ParameterValue): number | null => this.pictureOf({ ...kind, steps, [name]: value });
    const picture = drawn(first);
    return picture !== null && others.every(value => drawn(value) === picture);
  }

  /** Whether some values of a list are known to make different pictures of a kind. */
  differsWith(kind: AllParams, name: string, values: readonly ParameterValue[]): boolean {
    const steps = Math.min(kind.steps, STEPS);
    const drawn = values.map(value => this.pictureOf({ ...kind, steps, [name]: value }));
    return new Set(drawn.filter(picture => picture !== null)).size > 1;
  }

  /** Whether a kind is known to be drawn without asking the network, which is when no words make another picture. */
  asksNothing(kind: AllParams): boolean {
    const [one, other] = ['one', 'other'].map(word =>
      this.pictureOf({ ...kind, prompt: word, negative_prompt: `no ${word}` })
    );
    return one !== null && one === other;
  }

  /** A number for what drawing a kind does, or null where it can't be known; cells of one kind and equal words do alike. */
  pictureOf(params: CellParams): number | null {
    const { pictureOf } = this.context;
    if (!pictureOf) {
      return null;
    }
    const kept = known.get(pictureOf) ?? new Map<string, number | null>();
    known.set(pictureOf, kept);
    const key = JSON.stringify(params);
    const answer = kept.get(key);
    if (answer !== undefined || this.shadowSteps >= SHADOW_STEPS_MAX) {
      return answer ?? null;
    }
    this.shadowSteps += params.steps + (params.enable_hr ? params.hr_steps || params.steps : 0);
    if (kept.size >= KEPT_MAX) {
      kept.clear();
    }
    const picture = pictureOf(params);
    kept.set(key, picture);
    return picture;
  }
}

/** A name for a cell's parameters without some of them. Told for every cell of a sweep, so it is put together without a copy of them. */
function nameOf(params: CellParams, without: Readonly<Record<string, unknown>>): string {
  let key = '';
  for (const name in params) {
    if (!(name in without)) {
      key += `${name}=${params[name as keyof CellParams]}\n`;
    }
  }
  return key;
}
