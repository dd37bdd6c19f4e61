/** What pictures are recognised as: names of ImageNet's classes, by their numbers. */
import type { Language } from '../catalogue';
import { chinese } from './chinese';
import { english } from './english';

const listed = (names: string): readonly string[] => names.trim().split(/[|\n]/);

/** The name of class n in each language. */
export const labelNames: Readonly<Record<Language, readonly string[]>> = {
  en: listed(english),
  zh_CN: listed(chinese)
};
