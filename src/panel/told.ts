/** Where the remarks of a plan are told: at the words of a prompt they are about, at the field, or above the button. */
import type { Plan } from '../../schema/wire';
import { fieldAt, type Composed } from './compose';
import type { Form } from './form';
import type { Readings } from './prompt-reading';

type Remarks = Plan['warnings'];

/** By the fields that are seen; `rest` has none. */
export type PlacedRemarks = { fields: Readonly<Partial<Record<string, Remarks>>>; rest: Remarks };

/**
 * The remarks that no prompt field tells at the same place. `text` is what the plan is of, null for one of an older text: its places are
 * gone, and so are those of a reading of another prompt, so that the code decides.
 */
export function untold(
  warnings: Remarks,
  {
    composed,
    form,
    readings,
    text
  }: { composed: Composed; form: Form; readings: Readings; text: string | null }
): Remarks {
  const isNow = text === composed.text;
  const prompts = [
    { field: 'prompt', written: form.prompt, reading: readings.prompt },
    { field: 'negative_prompt', written: form.negative, reading: readings.negative_prompt }
  ];
  return warnings.filter(({ code, where }) => {
    const place = where && isNow ? fieldAt(composed, where) : null;
    return !prompts.some(({ field, written, reading }) =>
      reading?.remarks.some(
        remark =>
          remark.code === code &&
          (!isNow ||
            reading.of !== written ||
            (place?.field === field && overlap(remark, place.start, place.length)))
      )
    );
  });
}

/** Whether a remark is about some of the characters of a place, or stands at it. */
export function overlap(remark: { at: number; length: number }, start: number, length: number): boolean {
  return remark.at === start || (remark.at < start + length && start < remark.at + remark.length);
}

/** Finds the field of each remark of a plan, while the text is that of the plan; those of the same plan stay while another text is planned. */
export function remarkFields(): (plan: Plan, composed: Composed, text: string | null) => Map<object, string> {
  let found: { plan: Plan; fields: Map<object, string> } | null = null;
  return (plan, composed, text) => {
    if (text === composed.text) {
      const fields = plan.warnings.flatMap((remark): [object, string][] => {
        const field = remark.where && fieldAt(composed, remark.where)?.field;
        return field ? [[remark, field]] : [];
      });
      found = { plan, fields: new Map(fields) };
    }
    return found?.plan === plan ? found.fields : new Map();
  };
}

/** Puts remarks at their fields, those that are seen. */
export function placedRemarks(
  remarks: Remarks,
  fields: ReadonlyMap<object, string>,
  isSeen: (field: string) => boolean
): PlacedRemarks {
  const placed: Record<string, Remarks> = {};
  const rest = remarks.filter(remark => {
    const field = fields.get(remark);
    if (field === undefined || !isSeen(field)) {
      return true;
    }
    placed[field] = [...(placed[field] ?? []), remark];
    return false;
  });
  return { fields: placed, rest };
}
