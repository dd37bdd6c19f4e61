import type { TranslationBundle } from '@jupyterlab/translation';

/** Sentences by their English words: one form, or one per plural. The key '' holds the header. */
export type Messages = Readonly<Record<string, unknown>>;

/**
 * A translation bundle over plain messages, for when Lab has none of ours. Fills `%1`, `%2`, … as Lab's own does; in `_n` the number
 * is `%1`. Chinese has one plural form, English two; a sentence that isn't there stays English.
 */
export function bundleOf(messages: Messages): TranslationBundle {
  const forms = (key: string): readonly string[] | undefined => {
    const found = messages[key];
    return Array.isArray(found) && found.length > 0 ? (found as string[]) : undefined;
  };
  const gettext = (id: string, ...args: unknown[]): string => fill(forms(id)?.[0] ?? id, args);
  const ngettext = (id: string, plural: string, n: number, ...args: unknown[]): string => {
    const found = forms(id);
    const english = n === 1 ? id : plural;
    return fill(found ? found[Math.min(n === 1 ? 0 : 1, found.length - 1)] : english, [n, ...args]);
  };
  const inContext = (context: string, id: string): string => `${context}\u0004${id}`;
  const pgettext = (context: string, id: string, ...args: unknown[]): string =>
    fill(forms(inContext(context, id))?.[0] ?? id, args);
  const npgettext = (context: string, id: string, plural: string, n: number, ...args: unknown[]): string =>
    forms(inContext(context, id))
      ? ngettext(inContext(context, id), plural, n, ...args)
      : fill(n === 1 ? id : plural, [n, ...args]);
  return {
    __: gettext,
    _n: ngettext,
    _p: pgettext,
    _np: npgettext,
    gettext,
    ngettext,
    pgettext,
    npgettext,
    dcnpgettext: (_domain, context, id, plural, n, ...args: unknown[]) =>
      npgettext(context, id, plural, n, ...args)
  };
}

function fill(text: string, args: readonly unknown[]): string {
  return text.replace(/%(%|\d+)/g, (_, which: string) =>
    which === '%' ? '%' : String(args[Number(which) - 1])
  );
}
