/** What is wrong with a field, in words for who sees its name beside it. */
import type { Language } from '../../schema/catalogue';
import { sentence } from '../../schema/messages/browser';
import type { FieldFault } from '../../language/cell/editor';

/** How a number can be wrong, and the list of `wrong_numbers` that names it. */
const LISTS = { not_a_number: 'not_numbers', not_whole: 'not_whole', out_of_range: 'outside' } as const;

type NumberFault = FieldFault & { code: keyof typeof LISTS };

/** The sentences for the faults of one field, in order; what is wrong with numbers is one sentence. */
export function faultWords(faults: readonly FieldFault[], language: Language): string[] {
  const numbers = faults.filter(isAboutNumber);
  // What else there is to say of a seed that is too large stands in a sentence of its own.
  if (numbers.length < faults.length || numbers.some(({ facts }) => 'low' in facts)) {
    return faults.flatMap(({ code, facts }) => {
      const { message, hint } = sentence(code, facts, language);
      return hint ? [message, hint] : [message];
    });
  }
  const named = { not_numbers: [] as string[], not_whole: [] as string[], outside: [] as string[] };
  numbers.forEach(({ code, facts }) => named[LISTS[code]].push(String(facts.value)));
  const { min, max } = numbers[0].facts;
  return [sentence('wrong_numbers', { ...named, min: Number(min), max: Number(max) }, language).message];
}

function isAboutNumber(fault: FieldFault): fault is NumberFault {
  return Object.hasOwn(LISTS, fault.code);
}
