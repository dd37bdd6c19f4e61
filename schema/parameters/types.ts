/** The shape of a catalogue entry. */

export type Language = 'en' | 'zh_CN';
export type Localized = Readonly<Record<Language, string>>;

/** A value of a parameter as it travels on the wire. */
export type ParameterValue = string | number | boolean | null;

/** `model` is a file by its name; `image` is a picture by the sha256 under which the service has it. */
export type ParameterKind = 'text' | 'integer' | 'number' | 'choice' | 'boolean' | 'model' | 'image';

/** The list of a route that has the choices: GET /v1/samplers, /v1/schedulers, or /v1/models by the kind of file. */
export type ChoiceList = 'samplers' | 'schedulers' | 'models' | 'vaes' | 'upscalers';

/** What one more value of an axis costs: a model load, a sampling or part of one, or what is done with the picture that there is. */
export type ParameterCost = 'model' | 'sampling' | 'care';

export type ParameterGroup =
  'prompt' | 'main' | 'advanced' | 'batch' | 'image' | 'hires' | 'sampling' | 'care';

export type Parameter = {
  name: string;
  /** Other names the grammar accepts (`cfg` for `cfg_scale`) and the keys of A1111's infotext, lower case. */
  aliases: readonly string[];
  kind: ParameterKind;
  /** Inclusive range and step, for integers and numbers. */
  min?: number;
  max?: number;
  step?: number;
  /** Fixed choices. */
  choices?: readonly string[];
  /** The list that has the choices, or more of them. */
  choices_from?: ChoiceList;
  /** null: the model's or the sampler's own, or none. */
  default: ParameterValue;
  /** `none` can be written, and is null. */
  optional?: true;
  /** A seed of chance: -1 is drawn anew for every sweep. */
  random?: true;
  /** Whether it can vary from cell to cell. */
  axis: boolean;
  cost: ParameterCost;
  group: ParameterGroup;
  /** The parameter that has to be away from its default for this one to matter. */
  needs?: string;
  /** How A1111's infotext says it: the key, and the words of values that it doesn't say as they are. */
  infotext?: { key: string; words?: readonly (readonly [value: ParameterValue, word: string])[] };
  label: Localized;
  help: Localized;
};

/** The type of an entry's values: what its kind, its fixed choices and `none` allow. Choices that a list has are names. */
export type ValueOf<Entry extends Parameter> =
  | (Entry extends { kind: 'integer' | 'number' }
      ? number
      : Entry extends { kind: 'boolean' }
        ? boolean
        : Entry extends { choices_from: ChoiceList }
          ? string
          : Entry extends { choices: readonly (infer Choice)[] }
            ? Choice
            : string)
  | (Entry extends { optional: true } ? null : never);

/** A value for each entry of a list, by its name. */
export type ValuesOf<Entry extends Parameter> = { [Each in Entry as Each['name']]: ValueOf<Each> };

/** The defaults of a list of entries, by name. */
export type DefaultsOf<Entry extends Parameter> = { [Each in Entry as Each['name']]: Each['default'] };

export function defaultsOf<Entry extends Parameter>(entries: readonly Entry[]): DefaultsOf<Entry> {
  return Object.fromEntries(entries.map(entry => [entry.name, entry.default])) as DefaultsOf<Entry>;
}
