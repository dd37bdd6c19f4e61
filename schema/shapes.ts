/** The shapes of JSON as it is checked everywhere: objects are no lists, numbers are finite. */
import * as v from 'valibot';

/** A number that JSON can hold. */
export const finite = v.pipe(
  v.number(),
  v.finite(({ received }) => `Invalid number: Expected a finite number but received ${received}`)
);

/** A whole number from `min` to `max`. */
export const whole = (min: number, max = Number.MAX_SAFE_INTEGER) =>
  v.pipe(finite, v.safeInteger(), v.minValue(min), v.maxValue(max));

const bag = v.custom<object>(
  value => typeof value === 'object' && value !== null && !Array.isArray(value),
  ({ received }) => `Invalid type: Expected Object but received ${received}`
);

/** An object of these fields; what else it has is dropped. */
export const object = <Entries extends v.ObjectEntries>(entries: Entries) => v.pipe(bag, v.object(entries));

/** An object of these fields and no others. */
export const strictObject = <Entries extends v.ObjectEntries>(entries: Entries) =>
  v.pipe(bag, v.strictObject(entries));

/** An object of any keys, each key and value of its kind. */
export const record = <Value>(key: v.GenericSchema<string, string>, value: v.GenericSchema<unknown, Value>) =>
  v.pipe(
    bag,
    v.rawTransform<object, Record<string, Value>>(({ dataset, addIssue }) => {
      const read: [string, Value][] = [];
      for (const [name, each] of Object.entries(dataset.value)) {
        const names = v.safeParse(key, name);
        const values = v.safeParse(value, each);
        if (names.success && values.success && names.output !== '__proto__') {
          read.push([names.output, values.output]);
        }
        for (const issue of [...(names.issues ?? []), ...(values.issues ?? [])]) {
          const { message, expected, received, input, path = [] } = issue;
          const at = {
            type: 'object',
            origin: 'value',
            input: dataset.value,
            key: name,
            value: each
          } as const;
          addIssue({
            message,
            expected: expected ?? undefined,
            received,
            input,
            path: [at as never, ...path]
          });
        }
      }
      return Object.fromEntries(read);
    })
  );
