import { Fault } from '../../../schema/fault';

/** Checks a config's solver_order: 1 and up, to `most` where a class has no higher. Throws `out_of_range`. */
export function checkOrder({ solver_order: order }: { solver_order: number }, most = Infinity): void {
  if (!Number.isInteger(order) || order < 1 || order > most) {
    throw new Fault('out_of_range', {
      param: 'solver_order',
      value: order,
      min: 1,
      max: 3,
      integer: 1
    });
  }
}
