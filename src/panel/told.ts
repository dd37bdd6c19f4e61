/** Which remarks of a plan the prompt fields have told already, at the words they are about. */
import type { Plan } from '../../schema/wire';
import { fieldAt, type Composed } from './compose';
import type { Form } from './form';
import type { PromptReading, Readings } from './prompt-reading';

type Fields = Readonly<Partial<Record<string, PromptReading | null>>>;

/**
 * The remarks that no field tells at the same place. `text` is what the plan is of, null for one of an older text: its places are gone,
 * and so are those of a reading of another prompt, so that the code decides.
 */
export function untold(
  warnings: Plan['warnings'],
  {
    composed,
    form,
    readings,
    text
  }: { composed: Composed; form: Form; readings: Readings; text: string | null }
): Plan['warnings'] {
  const written: Readonly<Record<string, string>> = { prompt: form.prompt, negative_prompt: form.negative };
  const fields: Fields = readings;
  const isNow = text === composed.text;
  const isStale = (reading: PromptReading, field: string): boolean => !isNow || reading.of !== written[field];
  return warnings.filter(({ code, where }) => {
    const place = where && isNow ? fieldAt(composed, where) : null;
    return !Object.entries(fields).some(([field, reading]) =>
      reading?.remarks.some(
        remark =>
          remark.code === code &&
          (isStale(reading, field) || (place?.field === field && overlap(remark, place.start, place.length)))
      )
    );
  });
}

/** Whether a remark is about some of the characters of a place, or stands at it. */
export function overlap(remark: { at: number; length: number }, start: number, length: number): boolean {
  return remark.at === start || (remark.at < start + length && start < remark.at + remark.length);
}
