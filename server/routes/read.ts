import type { Request } from 'express';
import * as v from 'valibot';
import type { Language } from '../../schema/catalogue';
import { languageOf, say } from '../../schema/messages';
import { shortened } from '../../schema/readable';
import { Fault } from '../../schema/fault';
import { unknownKey, wordsOf } from './issue-words';

type Issue = v.BaseIssue<unknown>;
/** Characters of a reason, which may quote what was sent. */
const REASON_MAX = 200;
/** Characters of a content type that are told. */
const TYPE_MAX = 80;

/** A whole number of a query, which is text: digits alone. */
export const wholeText = (min: number, max = Number.MAX_SAFE_INTEGER) =>
  v.pipe(
    v.unknown(),
    v.rawTransform(({ dataset, addIssue }) => {
      const value = /^\d+$/.test(String(dataset.value)) ? Number(dataset.value) : NaN;
      if (!(value >= min && value <= max)) {
        addIssue({ message: 'Invalid number', expected: `a whole number from ${min} to ${max}` });
      }
      return value;
    })
  );

/** The language the caller asked for. */
export function language(req: Request): Language {
  return languageOf(req.headers['accept-language']);
}

/** The body as its type; throws 415 when it isn't JSON and 400 with what doesn't fit. */
export function readBody<Type extends v.GenericSchema>(
  type: Type,
  req: Request,
  body: unknown = req.body
): v.InferOutput<Type> {
  if (!req.is('application/json')) {
    throw new Fault('unsupported_media_type', {
      type: String(req.headers['content-type'] ?? '').slice(0, TYPE_MAX)
    });
  }
  return check(type, body, language(req));
}

/** The query as its type; throws 400 with what doesn't fit. */
export function readQuery<Type extends v.GenericSchema>(
  type: Type,
  req: Request,
  repeatable: readonly string[] = []
): v.InferOutput<Type> {
  const reader = language(req);
  for (const [name, value] of Object.entries(req.query)) {
    if (Array.isArray(value) && !repeatable.includes(name)) {
      const read = value.map(each => JSON.stringify(each)).join(', ');
      const said = say('value_unfit', { what: 'value', expected: 'one value', read }, reader);
      throw new Fault('bad_request', { reason: `${name}: ${shortened(said, REASON_MAX)}` });
    }
  }
  return check(type, req.query, reader);
}

function check<Type extends v.GenericSchema>(
  type: Type,
  value: unknown,
  reader: Language
): v.InferOutput<Type> {
  const read = v.safeParse(type, value);
  if (!read.success) {
    throw new Fault('bad_request', { reason: reasonOf(read.issues[0], reader) });
  }
  return read.output;
}

/** What doesn't fit, after the path to it where there is one: `spec.axes.0.values: Invalid length: …`. */
function reasonOf(issue: Issue, reader: Language, above: string[] = []): string {
  const path = [...above, ...keysOf(issue)];
  const inner = furthest(issue.issues ?? []);
  if (inner) {
    return reasonOf(inner, reader, path);
  }
  const said = issue.expected === 'never' ? unknownKey(path.pop(), reader) : wordsOf(issue, reader);
  const short = shortened(said, REASON_MAX);
  return path.length > 0 ? `${path.join('.')}: ${short}` : short;
}

/** Of what is wrong with each alternative, what lies deepest, for that one was meant; a key that is there before one that isn't. */
function furthest(issues: readonly Issue[]): Issue | undefined {
  const rank = (issue: Issue): number => keysOf(issue).length * 2 + (issue.input === undefined ? 0 : 1);
  const inside = issues.filter(issue => issue.path);
  return inside.sort((a, b) => rank(b) - rank(a))[0];
}

function keysOf({ path }: Issue): string[] {
  return path?.map(({ key }) => String(key)) ?? [];
}
