/** Makes one cell at a time: base and axis values, defaults of the cell's own model, prompts with their variants, seeds drawn once. */
import { isDeepStrictEqual } from 'node:util';
import type { FaultData } from '../../schema/fault';
import { type AllParams, isSeed, type ParameterValue } from '../../schema/catalogue';
import type { Origin } from '../../schema/wire';
import { expandWildcards } from '../../language/prompt';
import type { Report } from '../../language/prompt/problems';
import { canonical } from './canonical';
import { placedInPrompt } from './engine-fault';
import { placeIn } from './placed-piece';
import { fill, modelOf, type Filled } from './fill';
import { IMAGE, promptSr, variantName } from '../../language/names/parameters';
import { PROMPTS, type PromptName, type NormalForm } from '../../language/cell/spec/normal-form';
import type { SweepContext } from '../../language/cell';
import type { ExpandedCell } from './types';
import { readTemplate, writtenWith, type Template } from '../../language/cell/variants';
import { replacedInWritten, uncommented, unescaped } from '../../language/prompt/written';

export type AxisValues = { params: string[]; values: ParameterValue[][] };

const SEEDS = 2 ** 32;

export class CellMaker {
  /** The spec's axes with their seeds drawn, and the pictures of a batch last. */
  readonly axes: AxisValues[];
  readonly base: Record<string, ParameterValue> = {};
  readonly origins: Record<string, Origin> = {};
  readonly warnings: FaultData[] = [];
  /** Axis and column of each parameter that an axis sets. */
  private readonly columns = new Map<string, { axis: number; column: number }>();
  private readonly filled = new Map<string, Filled>();
  private readonly prompts = new Map<string, Record<PromptName, string>>();
  private readonly drawn: Record<string, number> = {};

  constructor(
    private readonly settled: NormalForm,
    private readonly context: SweepContext
  ) {
    const { spec } = settled;
    this.axes = spec.axes.map(axis =>
      'param' in axis ? { params: [axis.param], values: axis.values.map(value => [value]) } : axis
    );
    const onAxes = new Set(this.axes.flatMap(axis => axis.params));
    const models = this.axes.flatMap(({ params, values }) =>
      params.includes('model') ? values.map(row => row[params.indexOf('model')]) : []
    );
    for (const name of models.length > 0 ? models : [spec.base.model]) {
      const model = modelOf(name, context);
      this.filled.set(model.name, fill(model, spec.base, onAxes, context, this.warnings));
    }
    const [first] = this.filled.values();
    this.warnIfDefaultsDiffer(first, onAxes);
    const pictures = Number(first.values.batch_count) * Number(first.values.batch_size);
    if (pictures > 1) {
      this.axes.push({ params: [IMAGE], values: Array.from({ length: pictures }, (_, k) => [k + 1]) });
    }
    this.axes.forEach(({ params }, axis) =>
      params.forEach((param, column) => this.columns.set(param, { axis, column }))
    );
    this.drawSeeds();
    for (const { name } of context.parameters.filter(each => !onAxes.has(each.name))) {
      this.base[name] = this.seeded(name, first.values[name]);
      this.origins[name] = first.origins[name];
    }
  }

  /** The cell at one index per axis. */
  cell(index: number[]): ExpandedCell {
    const values = { ...this.filledAt(index).values };
    this.axes.forEach(({ params, values: rows }, k) =>
      params.forEach((param, column) => {
        values[param] = rows[index[k]][column];
      })
    );
    const picture = Number(this.valueAt(index, IMAGE) ?? 1) - 1;
    values.seed = this.seeded('seed', values.seed);
    values.subseed = this.seeded('subseed', values.subseed);
    // As in A1111: pictures of a batch share their seed when a variation seed is at work, and differ in that one.
    const counted = Number(values.subseed_strength) > 0 ? 'subseed' : 'seed';
    values[counted] = (Number(values[counted]) + picture) % SEEDS;
    const seed = Number(values.wildcard_seed === -1 ? values.seed : values.wildcard_seed);
    const prompts = this.withChances(this.promptsAt(index), seed);
    // The words that chance chose are the prompt; the seed that chose them says nothing more.
    const params = { ...values, ...prompts, wildcard_seed: -1 } as AllParams;
    return { index, params: canonical(params, this.context) };
  }

  /** What `where` sees under a name: values as said or filled in, prompts and seeds as they are drawn. */
  read({ index, params }: ExpandedCell, name: string): ParameterValue {
    if (name === 'seed' || name === 'subseed' || name === 'prompt' || name === 'negative_prompt') {
      return params[name];
    }
    return this.valueAt(index, name) ?? this.filled.get(params.model)?.values[name] ?? null;
  }

  private filledAt(index: readonly number[]): Filled {
    const [first] = this.filled.values();
    return this.filled.get(String(this.valueAt(index, 'model'))) ?? first;
  }

  private valueAt(index: readonly number[], param: string): ParameterValue | undefined {
    const at = this.columns.get(param);
    return at && this.axes[at.axis].values[index[at.axis]][at.column];
  }

  /** -1 of the base is one number for the whole sweep, each -1 of an axis another. */
  private drawSeeds(): void {
    const all = [...this.filled.values()].map(({ values }) => values);
    const varies =
      this.columns.has('subseed_strength') || all.some(values => Number(values.subseed_strength) > 0);
    for (const name of varies ? ['seed', 'subseed'] : ['seed']) {
      const at = this.columns.get(name);
      if (at) {
        const axis = this.axes[at.axis];
        const drawn = (value: ParameterValue): ParameterValue =>
          value === -1 ? this.context.randomSeed() : value;
        const values = axis.values.map(row =>
          row.map((value, k) => (k === at.column ? drawn(value) : value))
        );
        this.axes[at.axis] = { ...axis, values };
      } else if (all.some(values => values[name] === -1)) {
        this.drawn[name] = this.context.randomSeed();
      }
    }
  }

  private seeded(name: string, value: ParameterValue): ParameterValue {
    return isSeed(name) && value === -1 ? (this.drawn[name] ?? 0) : value;
  }

  /** The prompts with their wildcards and choices made, and their escapes undone. */
  private withChances(prompts: Record<PromptName, string>, seed: number): Record<PromptName, string> {
    const { wildcards } = this.context;
    const made = (name: PromptName): string =>
      placedInPrompt(name, prompts[name], this.settled, () =>
        unescaped(
          expandWildcards(prompts[name], { wildcards, seed, report: this.reporter(name, prompts[name]) })
        )
      );
    return { prompt: made('prompt'), negative_prompt: made('negative_prompt') };
  }

  /** Hears of what chance finds odd, each once, whichever cells meet it. */
  private reporter(name: PromptName, prompt: string): Report {
    return ({ code, facts, at, length }) => {
      if (!this.warnings.some(each => each.code === code && isDeepStrictEqual(each.facts, facts))) {
        const where = placeIn(name, { text: prompt, at, length }, this.settled);
        this.warnings.push({ code, facts, ...(where && { where }) });
      }
    };
  }

  private promptsAt(index: readonly number[]): Record<PromptName, string> {
    const { templates } = this.settled;
    const groups = PROMPTS.flatMap(name => templates[name].groups);
    const names = ['model', ...PROMPTS, promptSr.name, ...groups.map((_, k) => variantName(k + 1))];
    const key = names.map(name => index[this.columns.get(name)?.axis ?? -1]).join();
    const known = this.prompts.get(key);
    if (known) {
      return known;
    }
    const offset = templates.prompt.groups.length;
    const made = {
      prompt: this.promptAt(index, 'prompt', templates.prompt, 0),
      negative_prompt: this.promptAt(index, 'negative_prompt', templates.negative_prompt, offset)
    };
    this.prompts.set(key, made);
    return made;
  }

  /** A prompt as it is written, without comments. */
  private promptAt(index: readonly number[], name: PromptName, template: Template, offset: number): string {
    const written = this.valueAt(index, name);
    const text =
      written !== undefined
        ? writtenWith(readTemplate(String(written)), () => '')
        : name in this.settled.spec.base
          ? writtenWith(template, k =>
              String(this.valueAt(index, variantName(offset + k + 1)) ?? template.groups[k].options[0])
            )
          : String(this.filledAt(index).values[name]);
    const at = this.columns.get(promptSr.name);
    const replacement = this.valueAt(index, promptSr.name);
    if (!at || replacement === undefined) {
      return text;
    }
    const search = String(this.axes[at.axis].values[0][at.column]);
    return uncommented(replacedInWritten(text, search, String(replacement)));
  }

  private warnIfDefaultsDiffer(first: Filled, onAxes: ReadonlySet<string>): void {
    const all = [...this.filled.values()];
    const params = Object.keys(first.values).filter(
      name =>
        name !== 'model' && !onAxes.has(name) && all.some(each => each.values[name] !== first.values[name])
    );
    if (params.length > 0) {
      this.warnings.push({ code: 'defaults_differ', facts: { params } });
    }
  }
}
