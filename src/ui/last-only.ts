/** The function, which works again only when one of its arguments is another one than last time. */
export function lastOnly<A extends readonly unknown[], R>(make: (...args: A) => R): (...args: A) => R {
  let last: { args: A; result: R } | null = null;
  return (...args) => {
    if (last === null || args.some((arg, position) => !Object.is(arg, last?.args[position]))) {
      last = { args, result: make(...args) };
    }
    return last.result;
  };
}
