import type { Language } from '../catalogue';
import type { Word } from './types';

/** A job by its name, in quotes; one without a name is told to be another. */
export function quoted(name: Word, language: Language): string {
  return name === '' ? (language === 'en' ? 'another job' : '另一个任务') : `“${name}”`;
}
