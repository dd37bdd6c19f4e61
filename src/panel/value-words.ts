import { forPeople } from './picture-changes';
import { parameterOf } from './shown';
import type { Words } from './words';

/** What switches and choices that are no names are called. */
const WORDS = {
  true: 'value_true',
  false: 'value_false',
  auto: 'value_auto',
  automatic: 'value_auto',
  default: 'default',
  none: 'none',
  original: 'value_original',
  no_norm: 'value_no_norm',
  ignore: 'value_ignore',
  zero_terminal_snr: 'value_zero_snr'
} as const;

/** A field's text as people say it, in their language. */
export function valueInWords(name: string, text: string, { say }: Pick<Words, 'say'>): string {
  const plain = forPeople(name, text);
  const kind = parameterOf(name)?.kind;
  const isWord = kind === 'boolean' || kind === 'choice';
  return isWord && Object.hasOwn(WORDS, plain) ? say(WORDS[plain as keyof typeof WORDS]) : plain;
}
