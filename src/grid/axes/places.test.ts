import { placeOf, withPlace, type PlaceName, type Places } from './places';

const places: Places = { layout: { x: 'seed', y: 'cfg_scale', xx: 'image' }, inside: null };
const cells: Places = { layout: { x: 'seed', y: 'cfg_scale' }, inside: 'image' };

test.each<[Places, PlaceName, string, Places]>([
  [places, 'y', 'seed', { layout: { x: 'cfg_scale', y: 'seed', xx: 'image' }, inside: null }],
  [places, 'slider', 'seed', { layout: { y: 'cfg_scale', xx: 'image' }, inside: null }],
  [places, 'inside', 'image', cells],
  [places, 'yy', 'image', { layout: { x: 'seed', y: 'cfg_scale', yy: 'image' }, inside: null }],
  [cells, 'xx', 'image', places],
  [cells, 'slider', 'image', { layout: { x: 'seed', y: 'cfg_scale' }, inside: null }],
  [cells, 'inside', 'seed', { layout: { x: 'image', y: 'cfg_scale' }, inside: 'seed' }],
  [cells, 'inside', 'steps', { layout: { x: 'seed', y: 'cfg_scale' }, inside: 'steps' }],
  [cells, 'x', 'seed', cells]
])('in %j to %s goes %s', (from, place, axis, to) => {
  expect(withPlace(from, place, axis)).toEqual(to);
  expect(placeOf(to, axis)).toBe(place);
});
