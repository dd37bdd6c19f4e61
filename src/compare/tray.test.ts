import { picture } from './testing';
import { added, itemOf, nextCandidate, settled, without, type Tray } from './tray';

const trayOf = (keys: string): Tray => [...keys].reduce<Tray>((tray, key) => added(tray, picture(key))!, []);
const lettersOf = (tray: Tray): string => tray.map(({ letter, key }) => letter + key).join(' ');

test('a picture keeps its letter when another is taken out, and the next one gets the letter that is free', () => {
  const tray = without(trayOf('xyz'), 'B');
  expect(lettersOf(tray)).toBe('Ax Cz');
  expect(lettersOf(added(tray, picture('w'))!)).toBe('Ax Bw Cz');
});

test('nine pictures find room, a tenth does not, and one that is there is not there twice', () => {
  const full = trayOf('123456789');
  expect(full.at(-1)!.letter).toBe('I');
  expect(added(full, picture('x'))).toBeNull();
  expect(added(full, picture('5'))).toBe(full);
  expect(itemOf(full, '5')!.letter).toBe('E');
});

test.each([
  ['the first is the reference, the next stands beside it', 'xy', [null, null, null], 'A B B'],
  ['what was chosen stays', 'xyz', ['C', 'A', 'A'], 'C A A'],
  ['a reference that was taken out is the first again', 'xyz', ['D', 'B', 'D'], 'A B B'],
  ['a candidate that became the reference gives way', 'xyz', ['B', 'B', null], 'B C C'],
  ['one alone has nothing beside it', 'x', [null, null, null], 'A  A'],
  ['none is no pair', '', ['A', 'B', 'A'], '  ']
] as const)('%s', (_, keys, [reference, candidate, focus], wanted) => {
  const roles = settled(trayOf(keys), { reference, candidate, focus });
  expect([roles.reference, roles.candidate, roles.focus].map(each => each ?? '').join(' ')).toBe(wanted);
});

test('pairs go round the pictures beside the reference', () => {
  const tray = trayOf('wxyz');
  const steps = (candidate: 'A' | 'C' | 'D', step: 1 | -1): unknown =>
    nextCandidate(tray, { reference: 'B', candidate, focus: null }, step);
  expect([steps('A', 1), steps('C', 1), steps('D', 1), steps('A', -1)]).toEqual(['C', 'D', 'A', 'D']);
  expect(nextCandidate(trayOf('x'), { reference: 'A', candidate: null, focus: null }, 1)).toBeNull();
});
