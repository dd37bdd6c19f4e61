/**
 * What can be said of a field's text before the service has answered: plain numbers that aren't, or that are out of range. The words
 * are the service's own (schema/messages). Anything less plain is left to the service.
 */
import { parameterNamed, type Language, type Parameter } from '../../schema/catalogue';
import { sentence } from '../../schema/messages/browser';
import { SIZE } from './form';
import { itemsOf } from './grammar';

export type Fault = { start: number; length: number; message: string };

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)$/;
const PLAIN_WORD = /^[\p{L}_]+$/u;

/** The faults of a field's text, in order. */
export function faultsOf(name: string, text: string, language: Language): Fault[] {
  if (name === SIZE) {
    return sizeFaults(text, language);
  }
  const parameter = parameterNamed(name);
  if (parameter.kind !== 'integer' && parameter.kind !== 'number') {
    return [];
  }
  return itemsOf(text).flatMap(({ text: item, start, length }) => {
    const message = numberFault(parameter, item, language);
    return message === null ? [] : [{ start, length, message }];
  });
}

function sizeFaults(text: string, language: Language): Fault[] {
  return itemsOf(text).flatMap(({ text: item, start, length }) => {
    const [, width, height] = /^(\d+)\s*[x×]\s*(\d+)$/i.exec(item) ?? [];
    if (width === undefined) {
      return [];
    }
    const message =
      numberFault(parameterNamed('width'), width, language) ??
      numberFault(parameterNamed('height'), height, language);
    return message === null ? [] : [{ start, length, message }];
  });
}

function numberFault(parameter: Parameter, item: string, language: Language): string | null {
  const { name, min = -Infinity, max = Infinity, step = 1 } = parameter;
  const integer = parameter.kind === 'integer';
  const facts = { value: item, param: name, min, max, ...(integer ? { integer: 1 } : {}) };
  if (PLAIN_WORD.test(item)) {
    return sentence('not_a_number', facts, language).message;
  }
  if (!NUMBER.test(item)) {
    return null;
  }
  const value = Number(item);
  if (value < min || value > max) {
    return sentence('out_of_range', facts, language).message;
  }
  const isMultiple = !integer || step === 1 || value % step === 0;
  return isMultiple ? null : sentence('not_a_multiple', { ...facts, step }, language).message;
}
