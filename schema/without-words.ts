/** Facts that may repeat what somebody wrote: parts of a prompt, values, names that were given. */
const WRITTEN: ReadonlySet<string> = new Set([
  ...['prompt', 'text', 'value', 'values', 'label', 'word', 'tag', 'given', 'near', 'name', 'names', 'fix'],
  ...['after', 'left', 'right', 'within', 'options', 'asked', 'taken', 'found', 'read', 'candidates']
]);
/** Of these codes a name is that of a file, and what was found is something of its. */
const FILE_CODES =
  /^(?!waiting$|overtaken$|.*(param|axis|variable)).*(model|weights|hash|file|memory|disk|killed)/;
const OF_FILES: ReadonlySet<string> = new Set(['name', 'found']);

type Said = { code: string; facts: object };

/** A fault or finding without the facts that repeat what somebody wrote, in those it is made of too. Numbers stay: they are no words. */
export function withoutWords<S extends Said>({ code, facts, ...rest }: S): Said & Omit<S, keyof Said> {
  const kept = Object.entries(facts).flatMap(([name, value]): [string, unknown][] => {
    const isFiles = OF_FILES.has(name) && FILE_CODES.test(code);
    if (isSaid(value)) {
      return [[name, withoutWords(value)]];
    }
    return typeof value === 'number' || isFiles || !WRITTEN.has(name) ? [[name, value]] : [];
  });
  return { code, facts: Object.fromEntries(kept), ...rest };
}

function isSaid(value: unknown): value is Said {
  return typeof value === 'object' && value !== null && 'code' in value && 'facts' in value;
}
