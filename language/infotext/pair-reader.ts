import { Fault, type FaultData } from '../../schema/fault';
import { type Parameter, parameterNamed, type ParameterValue } from '../../schema/catalogue';
import { excerpt, placed, type Source } from '../cell/source';
import type { SweepContext } from '../cell/types';
import { checkValue, isNone, notANumber } from '../cell/values/check';
import { readNumbers } from '../cell/values/numbers';
import { isPastedHash, modelOfHash, samplerCalled, usable } from '../names/choices';
import { hashBeside } from '../names/find-file';
import { meansParameter } from './keys';
import type { CellPair } from './line-pairs';
import { ownSamplerName, ownScheduleName } from './sampler-aliases';
import { ALWAYS, readSeed } from './noise';
import { enlarges, readHiresSize, readPictureSize, readSeedSize } from './sizes';
import { hashOfParam } from './told-hashes';

type Value = [name: string, value: ParameterValue];

/** Words that programs write where no VAE but the model's own was used. */
const OWN_VAE = /^(?:none|automatic|default(?: \(model\))?|baked.*|)$/i;
/** Words for what was not set, where a parameter has no such value. */
const NOTHING = /^(?:none|null|undefined|nan|n\/a|default|auto|automatic|-|—)$/i;
/** What is said of values that are none. */
const NO_VALUE: ReadonlySet<string> = new Set(['not_a_number', 'not_whole', 'not_a_switch']);
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
    const { means, value } = pair;
    const isOptional = typeof means === 'object' && (means.optional === true || means.name === 'vae');
    if (value.value === '' && means !== undefined && !isOptional) {
      this.leaveOut(pair);
      return [];
    }
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
          : this.orLeftOut(pair, means);
    }
  }

  /** Says that a pair sets nothing, for its value is none. */
  private leaveOut({ key, keySpan, value }: CellPair): void {
    const where = this.source.where(value.value === '' ? keySpan : value.span);
    this.warnings.push({ code: 'value_left_out', facts: { key, value: excerpt(value.value) || '—' }, where });
  }

  /**
   * What a pair sets. Programs write words of their own where a thing was off, and none at all: these set nothing. What every picture is
   * drawn with is refused by its reader.
   */
  private orLeftOut(pair: CellPair, means: Parameter): Value[] {
    try {
      return this.parameter(pair, means);
    } catch (error) {
      const isNothing = NOTHING.test(pair.value.value);
      const isOther = error instanceof Fault && NO_VALUE.has(error.code) && !ALWAYS.includes(means.name);
      if (error instanceof Fault && (isNothing || isOther)) {
        this.leaveOut(pair);
        return [];
      }
      throw error;
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
        return OWN_VAE.test(value.value) ? [] : [[means.name, this.file(pair, means, 'vae')]];
      case 'refiner':
        return [[means.name, this.file(pair, means, 'refiner')]];
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
    const hash = hashOfParam('model', this.pairs)?.hash ?? '';
    const { model, unread } = modelOfHash(hash, this.context);
    return placed(this.source.where(pair.value.span), () => {
      try {
        return model ? usable(model).name : checkValue(means, pair.value.value, this.context);
      } catch (error) {
        // Where the name decides nothing, the hash might.
        const undecided = error instanceof Fault && /^(model_missing|name_ambiguous)$/.test(error.code);
        throw undecided && unread > 0 ? new Fault(error.code, { ...error.facts, unread, hash }) : error;
      }
    });
  }

  /** What a file's name means, with the hash that is told of it beside. */
  private file(pair: CellPair, means: Parameter, name: 'vae' | 'refiner'): ParameterValue {
    const written = pair.value.value;
    const hash = hashOfParam(name, this.pairs)?.hash ?? '';
    const beside = isPastedHash(hash) && hashBeside(written) === undefined && !isNone(written);
    return this.checked(pair, means, beside ? `${written} [${hash}]` : written);
  }

  private sampler(pair: CellPair): Value[] {
    const { context } = this;
    const where = this.source.where(pair.value.span);
    const { sampler, scheduler } = placed(where, () => {
      const own = ownSamplerName(pair.value.value, context.schedulers);
      try {
        return samplerCalled(own, context);
      } catch (error) {
        // The refusal names what was written.
        return own === pair.value.value ? raise(error) : samplerCalled(pair.value.value, context);
      }
    });
    const named = this.isSaid('scheduler') || this.find('scheduler') !== undefined;
    const { flavours } = sampler;
    const isOther = !flavours.includes('a1111') && !this.isSaid('flavour') && !this.find('flavour');
    if (isOther) {
      this.warnings.push({
        code: 'sampler_flavour',
        facts: { value: sampler.name, flavour: flavours[0] },
        where
      });
    }
    return [
      ['sampler', sampler.name],
      ...(isOther ? [['flavour', flavours[0]] satisfies Value] : []),
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
