import type { Language } from '../catalogue';
import type { Word } from './types';

/** A job by its name, in quotes; one without a name is told to be another. */
export function quoted(name: Word, language: Language): string {
  return name === '' ? (language === 'en' ? 'another job' : '另一个任务') : `“${name}”`;
}

/** With whom a job is drawn in turn: `in turn with “a cat” and 1 more`; empty where it isn't. */
export function inTurnWith(
  { name, others = 0 }: { name?: Word; others?: number },
  language: Language
): string {
  if (name === undefined) {
    return '';
  }
  const job = quoted(name, language);
  return language === 'en'
    ? `in turn with ${job}${others > 0 ? ` and ${others} more` : ''}`
    : `与${job}${others > 0 ? `等 ${others + 1} 个任务` : ''}轮流画`;
}
