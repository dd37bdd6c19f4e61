/** What does not fit a schema, in the reader's language: what was read, and what is allowed. */
import type * as v from 'valibot';
import type { Language } from '../../schema/catalogue';
import { say } from '../../schema/messages';

type Issue = v.BaseIssue<unknown>;

/** What was read and what is allowed. */
export function wordsOf(issue: Issue, language: Language): string {
  if (issue.input === undefined) {
    return say('value_absent', {}, language);
  }
  const what = whatOf(issue);
  const read =
    what !== 'length' && typeof issue.input === 'string' ? JSON.stringify(issue.input) : issue.received;
  return say('value_unfit', { what, expected: expectedBy(issue), read }, language);
}

/** A key that no schema has. */
export function unknownKey(key: string | undefined, language: Language): string {
  return say('key_unknown', { key: String(key) }, language);
}

/** What of the value is wrong, which valibot says first: `Invalid length: …`. */
function whatOf({ message }: Issue): string {
  return /^Invalid (length|type|value)\b/.exec(message)?.[1] ?? 'number';
}

/** Where valibot names nothing that is allowed. */
function expectedBy({ type, expected }: Issue): string {
  if (type === 'safe_integer') {
    return 'a whole number';
  }
  return (expected ?? 'a finite number').replace('unknown', 'Object');
}
