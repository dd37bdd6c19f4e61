/** What a message is, as data. The catalogue is made of these types alone, so that nothing has to know the whole of it. */
import type { Language } from '../catalogue';

/** What a sentence is made of: numbers, names, lists of names, and facts that have a sentence of their own. */
export type Fact = string | number | readonly string[] | NestedFault;

/** A code with its facts, as part of another's facts: it is said in the language of the whole. */
export type NestedFault = { readonly code: string; readonly facts: Facts };

/** A fact that stands in a sentence as it is. */
export type Word = string | number;

export type Facts = { readonly [name: string]: Fact | undefined };

/** One form for 1 and one for other numbers; `by` names the fact that is counted. */
export type Plural = { by: string; one: string; other: string };

/** Words with `{name}` for each fact. A list is joined as the language does. */
export type Line = string | Plural;

/**
 * A title has no full stop and stands alone where there is little room; the message goes on from it. A hint says what to do next.
 */
export type Parts<Form> = { title?: Form; message?: Form; hint?: Form };

/** The words of one language: a line, parts, or where grammar needs it a function of the facts. */
export type Words<F> = Line | Parts<Line> | ((facts: F) => string | Parts<string>);

/** A message in every language. */
export type Message<F = never> = Readonly<Record<Language, Words<F>>>;

/** Messages by their codes. The type of a message's facts follows from its `{names}`. */
export type Messages = Readonly<Record<string, Message>>;

/** A message whose facts can't be read off its words. */
export function of<F>(message: Message<F>): Message<F> {
  return message;
}

/** Messages, their words kept as literal types. */
export function messages<const M extends Messages>(all: M): M {
  return all;
}

type Holes<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Holes<Rest>
  : never;
type HolesOf<W> = W extends string
  ? Holes<W>
  : W extends Plural
    ? W['by'] | Holes<W['one']> | Holes<W['other']>
    : { [Part in keyof W]: HolesOf<NonNullable<W[Part]>> }[keyof W];

type Making<W> = Extract<W, (facts: never) => unknown>;

/** The facts that a message takes. */
export type FactsOfMessage<M extends Message> = [Making<M['en']>] extends [never]
  ? { readonly [Name in HolesOf<M['en']>]: Fact }
  : Making<M['en']> extends (facts: infer F) => unknown
    ? F
    : never;
