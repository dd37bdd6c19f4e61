/** The cell's text from the form, and which part of the form any place of it came from. */
import { negativeSection } from '../../language/infotext/negative';
import { catalogue } from '../../schema/catalogue';
import type { Where } from '../../schema/wire';
import { optionCounts, saysSeveral, wordingsTotal } from '../../language/cell/editor';
import { IMAGE, shortName, variantName } from '../../language/names/parameters';
import { fieldsOf, fieldOf, LAYOUT_PLACES, type Form } from './form';

/** A stretch of the text, 1-based like `Where`, that is a field's own text from its character `offset` on. */
type Stretch = { field: string; line: number; column: number; length: number; offset: number };

export type Composed = { text: string; stretches: Stretch[] };

/** A place within one field's text, 0-based. */
export type FieldPlace = { field: string; start: number; length: number };

/** Fields of the first line in the order in which they are written and shown. */
export const FIELD_ORDER: readonly string[] = fieldsOf(catalogue);

/** The exact `%%sweep` text that says what the form says. */
export function compose(form: Form): Composed {
  const stretches: Stretch[] = [];
  let header = '%%sweep';
  const say = (name: string, text: string, field: string): void => {
    header += ` ${name}=`;
    const line = oneLine(text);
    const offset = text.length - text.trimStart().length;
    stretches.push({ field, line: 1, column: header.length + 1, length: line.length, offset });
    header += line;
  };
  for (const name of FIELD_ORDER) {
    const { text } = fieldOf(form, name);
    if (text.trim() !== '') {
      say(shortName(name), text, name);
    }
  }
  for (const [name, text] of Object.entries(form.extra)) {
    say(name, text, name);
  }
  for (const [place, axis] of layoutWords(form)) {
    say(place, shortName(axis), axis);
  }
  const lines = [header];
  addBody(lines, stretches, 'prompt', '', form.prompt);
  if (form.negative.trim() !== '') {
    addBody(lines, stretches, 'negative_prompt', negativeSection(''), form.negative);
  }
  return { text: lines.join('\n'), stretches };
}

/** Which field a place of the composed text belongs to; null when it is none of them (the whole sweep). */
export function fieldAt({ stretches }: Composed, where: Where): FieldPlace | null {
  const hit =
    stretches.find(each => within(each, where)) ??
    // A fault may be told of the whole word `cfg=3,x`, or of the name before the text.
    stretches.find(
      each => each.line === where.line && where.column < each.column && endOf(where) >= each.column - 2
    );
  if (!hit) {
    return null;
  }
  const from = Math.max(0, where.column - hit.column);
  const length = Math.min(where.length - Math.max(0, hit.column - where.column), hit.length - from);
  return { field: hit.field, start: hit.offset + from, length: Math.max(0, length) };
}

/** Layout words the cell needs: none when the axes' own order says the same, nor for a single value, which has no place in the grid. */
function layoutWords(form: Form): [string, string][] {
  const written = FIELD_ORDER.filter(
    name => fieldOf(form, name).axis && saysSeveral(fieldOf(form, name).text)
  );
  const known = new Set([...written, ...Object.keys(form.extra), IMAGE, ...variantsOf(form)]);
  const { x, ...rest } = form.layout;
  const layout = x && !known.has(x) && rest.y ? { x: rest.y, xx: rest.xx, yy: rest.yy } : form.layout;
  const said = LAYOUT_PLACES.flatMap((place): [string, string][] => {
    const axis = layout[place];
    return axis && known.has(axis) ? [[place, axis]] : [];
  });
  const others =
    wordingsTotal(form.prompt) * wordingsTotal(form.negative) > 1 || Object.keys(form.extra).length > 0;
  const byOrder =
    said.length === written.length &&
    said.every(([place, axis], k) => {
      return place === LAYOUT_PLACES[k] && axis === written[k];
    });
  return byOrder && !others ? [] : said;
}

/** The names of the axes that the prompts' `{a|b}` make. A place that was given to another waits until that one is back. */
function variantsOf({ prompt, negative }: Form): string[] {
  const counts = [...optionCounts(prompt), ...optionCounts(negative)];
  return counts.flatMap((options, k) => (options > 1 ? [variantName(k + 1)] : []));
}

function addBody(lines: string[], stretches: Stretch[], field: string, opening: string, text: string): void {
  let offset = 0;
  text.split('\n').forEach((line, k) => {
    const start = k === 0 ? opening : '';
    lines.push(start + line);
    stretches.push({ field, line: lines.length, column: start.length + 1, length: line.length, offset });
    offset += line.length + 1;
  });
}

function within(stretch: Stretch, where: Where): boolean {
  const from = where.column - stretch.column;
  return stretch.line === where.line && from >= 0 && from <= stretch.length;
}

function endOf(where: Where): number {
  return where.column + where.length - 1;
}

/** A field is one line; a pasted line break would end the first line of the cell. */
function oneLine(text: string): string {
  return text.replace(/(?<!\s)\s*[\r\n]\s*/g, ' ').trim();
}
