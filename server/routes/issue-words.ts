/** What does not fit a schema, in the reader's language: what was read, and what is allowed. */
import type * as v from 'valibot';
import type { Language } from '../../schema/catalogue';

type Issue = v.BaseIssue<unknown>;

/** valibot's own words in English, but where they don't say what was read or what is allowed; the same in Chinese. */
export function wordsOf(issue: Issue, language: Language): string {
  const { type, message } = issue;
  const [read, allowed] = [readBy(issue), allowedBy(issue)];
  if (language === 'zh_CN') {
    return issue.input === undefined ? `缺少，应为 ${allowed}` : `应为 ${allowed}，收到 ${read}`;
  }
  return WHOLE.has(type) ? `Invalid number: Expected ${allowed} but received ${read}` : message;
}

/** A key that no schema has. */
export function unknownKey(key: string | undefined, language: Language): string {
  return language === 'en' ? `Unrecognized key: "${key}"` : `没有 "${key}" 这个键`;
}

/** Issues in which valibot says no more than that a number was wrong. */
const WHOLE: ReadonlySet<string> = new Set(['safe_integer', 'finite', 'number', 'to_number']);

function readBy({ input, received }: Issue): string {
  return typeof input === 'string' ? JSON.stringify(input) : received;
}

function allowedBy({ type, expected }: Issue): string {
  if (type === 'custom') {
    return 'Object';
  }
  return type === 'safe_integer' || type === 'to_number'
    ? 'a whole number'
    : type === 'finite'
      ? 'a finite number'
      : (expected ?? 'a finite number');
}
