import { availableParallelism } from 'node:os';
import { coresOf, physicalCores } from './physical-cores';

const processor = (socket: number, core: number): string =>
  `processor\t: 0\nphysical id\t: ${socket}\ncore id\t\t: ${core}\ncpu cores\t: 2`;

test.each([
  [
    'two cores with two threads each',
    [processor(0, 0), processor(0, 1), processor(0, 0), processor(0, 1)],
    2
  ],
  ['two sockets that both number from 0', [processor(0, 0), processor(1, 0)], 2],
  ['a machine that does not say', ['processor\t: 0\nBogoMIPS\t: 50.00'], undefined],
  ['no file', [''], undefined]
])('%s', (_, processors, cores) => expect(coresOf(processors.join('\n\n'))).toBe(cores));

test('this machine has at least one core and no more than it has threads', () => {
  expect(physicalCores()).toBeGreaterThanOrEqual(1);
  expect(physicalCores()).toBeLessThanOrEqual(availableParallelism());
});
