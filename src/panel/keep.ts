/** What the panel keeps over a reload, read with care: it may have been written by an older version. */
import { emptyForm, LAYOUT_PLACES, type Field, type Form } from './form';
import { FIRST_OPEN, type Kept } from './state';

/** The kept state, or null when there is none to be read. */
export function keptOf(value: unknown): Kept | null {
  const { form, open } = asRecord(value);
  if (typeof form !== 'object' || form === null) {
    return null;
  }
  const { prompt, negative, fields, layout, extra } = asRecord(form);
  const sections = asRecord(open);
  return {
    form: {
      prompt: asText(prompt) ?? emptyForm.prompt,
      negative: asText(negative) ?? emptyForm.negative,
      fields: entries(fields, asField),
      layout: Object.fromEntries(
        Object.entries(entries(layout, asText)).filter(([place]) =>
          (LAYOUT_PLACES as string[]).includes(place)
        )
      ) as Form['layout'],
      extra: entries(extra, asText)
    },
    open: Object.fromEntries(
      Object.entries(FIRST_OPEN).map(([name, first]) => [
        name,
        typeof sections[name] === 'boolean' ? sections[name] : first
      ])
    ) as Kept['open']
  };
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function asField(value: unknown): Field | undefined {
  const { text, axis, before } = asRecord(value);
  const kept = typeof before === 'string' ? { before } : {};
  return typeof text === 'string' && typeof axis === 'boolean' ? { text, axis, ...kept } : undefined;
}

function entries<T>(value: unknown, read: (value: unknown) => T | undefined): Record<string, T> {
  const found: Record<string, T> = {};
  for (const [name, each] of Object.entries(asRecord(value))) {
    const good = read(each);
    if (good !== undefined) {
      found[name] = good;
    }
  }
  return found;
}
