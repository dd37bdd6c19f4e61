import { Fault, type FaultData } from '../../schema/fault';
import { type Parameter, parameterNamed, type ParameterValue } from '../../schema/catalogue';
import { excerpt, placed, type Source } from '../cell/source';
import type { SweepContext } from '../cell/types';
import { checkValue, isNone, notANumber } from '../cell/values/check';
import { readNumbers } from '../cell/values/numbers';
import { modelOfHash, samplerCalled, usable } from '../names/choices';
import { meansParameter } from './keys';
import type { CellPair } from './line-pairs';
import { ownSamplerName, ownScheduleName } from './sampler-aliases';
import { readSeed } from './noise';
import { enlarges, readHiresSize, readPictureSize, readSeedSize } from './sizes';

type Value = [name: string, value: ParameterValue];

/** Words that programs write where no VAE but the model's own was used. */
const OWN_VAE = /^(?:none|automatic|default(?: \(model\))?|baked.*|)$/i;
/** Keys of the hires fix, whose `Denoising strength` is that of the second pass. */
const HIRES = ['hr_scale', 'hr_upscaler', 'hr_steps'];

/** Reads the pairs of an infotext one by one, each in the light of the others. */
export class PairReader {
  private readonly unknown: CellPair[] = [];

  constructor(
    readonly pairs: readonly CellPair[],
    readonly source: Source,
    readonly context: SweepContext,
    readonly warnings: FaultData[],
    /** Whether the cell's first line says a parameter. */
    readonly isSaid: (param: string) => boolean,
    /** The noise source that it says, if it says one. */
    readonly saidRng?: ParameterValue
  ) {}

  /** The pairs that set nothing. */
  unread(): readonly CellPair[] {
    return this.unknown;
  }

  readonly isHires = ({ means, value }: CellPair): boolean =>
    HIRES.some(name => meansParameter(means, name)) ||
    (means === 'hires_size' && enlarges(value.value, this.find('size')?.value.value)) ||
    means === 'first_size';

  /** The pair of a meaning. */
  find(name: string): CellPair | undefined {
    return this.pairs.find(({ means }) => means === name || meansParameter(means, name));
  }

  /** What a pair sets. A sampler named in the first line does away with the infotext's schedule. */
  valuesOf(pair: CellPair): Value[] {
    const { means } = pair;
    switch (means) {
      case undefined:
        this.unknown.push(pair);
        return [];
      case 'size':
        return readPictureSize(pair, this);
      case 'seed_size':
        return readSeedSize(pair, this);
      case 'hires_size':
      case 'first_size':
        return readHiresSize(pair, this);
      default:
        return this.isSaid(means.name) || (means.name === 'scheduler' && this.isSaid('sampler'))
          ? this.unused(pair, means)
          : this.parameter(pair, means);
    }
  }

  /** A pair whose parameter is said elsewhere sets nothing; words in its place of a number are told, as a prompt's may be among them. */
  private unused(pair: CellPair, means: Parameter): Value[] {
    try {
      if (isNumeric(means) && pair.value.value !== '') {
        this.single(pair, means);
      }
    } catch (error) {
      if (error instanceof Fault && error.code === 'not_a_number') {
        this.tellStray(pair);
      }
    }
    return [];
  }

  /** Says of a pair's value that it is none. */
  tellStray({ value }: CellPair): void {
    const where = this.source.where(value.span);
    this.warnings.push({ code: 'settings_stray', facts: { text: excerpt(value.value) }, where });
  }

  private parameter(pair: CellPair, means: Parameter): Value[] {
    const { value } = pair;
    switch (means.name) {
      case 'model':
        return [[means.name, this.model(pair, means)]];
      case 'sampler':
        return this.sampler(pair);
      case 'scheduler':
        return [[means.name, this.checked(pair, means, ownScheduleName(value.value))]];
      case 'vae':
        return OWN_VAE.test(value.value) ? [] : [[means.name, this.single(pair, means)]];
      case 'seed':
      case 'subseed':
        return [[means.name, readSeed(pair, means, this) ?? this.single(pair, means)]];
      // A1111 has one key for the strength of both kinds of second look.
      case 'denoising_strength':
        return !this.pairs.some(this.isHires)
          ? [[means.name, this.single(pair, means)]]
          : this.isSaid('hr_denoising_strength')
            ? []
            : [['hr_denoising_strength', this.single(pair, parameterNamed('hr_denoising_strength'))]];
      default:
        return [[means.name, this.single(pair, means)]];
    }
  }

  private model(pair: CellPair, means: Parameter): ParameterValue {
    const hash = this.pairs.find(({ key }) => /^model hash$/i.test(key))?.value.value ?? '';
    const { model, unread } = modelOfHash(hash, this.context);
    return placed(this.source.where(pair.value.span), () => {
      try {
        return model ? usable(model).name : checkValue(means, pair.value.value, this.context);
      } catch (error) {
        // Where the name decides nothing, the hash might.
        const undecided = error instanceof Fault && /^(model_missing|name_ambiguous)$/.test(error.code);
        throw undecided && unread > 0 ? new Fault(error.code, { ...error.facts, unread }) : error;
      }
    });
  }

  private sampler(pair: CellPair): Value[] {
    const { context } = this;
    const where = this.source.where(pair.value.span);
    const { sampler, scheduler } = placed(where, () => {
      const own = ownSamplerName(pair.value.value);
      try {
        return samplerCalled(own, context);
      } catch (error) {
        // The refusal names what was written.
        return own === pair.value.value ? raise(error) : samplerCalled(pair.value.value, context);
      }
    });
    const named = this.isSaid('scheduler') || this.find('scheduler') !== undefined;
    return [
      ['sampler', sampler.name],
      ...(scheduler && !named ? [['scheduler', scheduler] satisfies Value] : [])
    ];
  }

  /** The value of a parameter that takes one. */
  single(pair: CellPair, parameter: Parameter): ParameterValue {
    const { value } = pair;
    if (!isNumeric(parameter) || (parameter.optional && isNone(value.value))) {
      return this.checked(pair, parameter, value.value);
    }
    // A negative clip skip is ComfyUI's way of counting the same layers.
    const counted = parameter.name === 'clip_skip' && /^-\d+$/.test(value.value);
    const written = counted ? { ...value, value: value.value.slice(1) } : value;
    const [number, ...more] = readNumbers(written, parameter, this.source, this.context);
    return more.length > 0
      ? placed(this.source.where(value.span), () => notANumber(parameter, value.value))
      : number;
  }

  private checked(pair: CellPair, parameter: Parameter, written: string): ParameterValue {
    return placed(this.source.where(pair.value.span), () => checkValue(parameter, written, this.context));
  }
}

function isNumeric({ kind }: Parameter): boolean {
  return kind === 'integer' || kind === 'number';
}

function raise(error: unknown): never {
  throw error;
}
