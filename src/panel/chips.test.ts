import type { Plan } from '../../schema/wire';
import { chipsOf } from './chips';

const plan = {
  fields: { cfg_scale: '3,5' },
  axes: [{ id: 'cfg_scale', labels: ['3', '5'], to_draw: [0, 4] }]
} as unknown as Plan;

test('what is known of values stays while another is being written, and beside one that is wrong', () => {
  const shown = (text: string, start: number): string[] =>
    chipsOf('cfg_scale', { text, axis: true }, plan, [{ start, length: 5 }]).map(
      ({ label, kind }) => `${label} ${kind}`
    );
  expect(shown('3,5,seven', 4)).toEqual(['3 drawn', '5 new', 'seven wrong']);
  expect(shown('3,5,9', 100)).toEqual(['3 drawn', '5 new', '9 unknown']);
});
