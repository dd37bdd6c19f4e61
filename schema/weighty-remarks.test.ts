import { weightiest } from './weighty-remarks';

const codes = (all: string, count: number): string =>
  weightiest(
    all.split(' ').map(code => ({ code })),
    count
  )
    .map(({ code }) => code)
    .join(' ');

test('what is folded away weighs less than what is shown, which keeps its order', () => {
  const all = 'comment_cut axis_same size_far no_effect full_width cells_alike';
  expect(codes(all, 3)).toBe('axis_same no_effect cells_alike');
  expect(codes(all, 4)).toBe('comment_cut axis_same no_effect cells_alike');
  expect(codes(all, 9)).toBe(all);
  expect(codes('comment_cut full_width', 1)).toBe('comment_cut');
});
