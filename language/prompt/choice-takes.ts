/** What a choice takes where that is not what it asks for. */
import { excerpt } from '../cell/source';
import { matchAt, type ChoiceHead } from './choices';
import type { FaultData } from '../../schema/fault';

const ASKED = /\{([^$]*)\$\$/uy;

/**
 * Tells of a choice, written `text`, that asks for none of its options, for more than there are, or from many to few; null for any other.
 * `there` is Infinity where the options can't be counted.
 */
export function choiceTakes(
  text: string,
  { least, most = Infinity }: ChoiceHead,
  there: number
): FaultData | null {
  const asked = matchAt(ASKED, text, 0)?.[1].trim() ?? '';
  const [low, high] = asked.split('-').map(Number);
  const tooMany = least > there || (most > there && most < Infinity);
  const reversed = asked.includes('-') && high > 0 && low > high;
  if (!tooMany && !reversed && most > 0) {
    return null;
  }
  const taken = [...new Set([Math.min(least, there), Math.min(most, there)])].join('-');
  const facts = { text: excerpt(text), asked, taken, ...(there < Infinity && { options: there }) };
  return { code: 'choice_takes', facts };
}
