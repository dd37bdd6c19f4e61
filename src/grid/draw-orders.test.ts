import { DrawOrders } from './draw-orders';
import { fromJob, type SweepState } from './sweep-state';
import { axis, cellsOf, english, makeJob } from './testing';

const axes = [axis('seed', [1, 2])];

function open(
  health: string,
  state: 'running' | 'paused' | 'done',
  isWaiting = true
): {
  orders: DrawOrders;
  said: string[];
  noted: string[][];
  asked: string[];
} {
  const [said, asked, noted] = [[] as string[], [] as string[], [] as string[][]];
  const again = { state: isWaiting ? ('waiting' as const) : ('same' as const), message: '' };
  const cells = cellsOf(axes, 'done').map(cell => ({ ...cell, again }));
  const sweep: SweepState = fromJob(makeJob(axes, { state, cells }));
  const orders = new DrawOrders({
    text: english,
    client: { health: { code: health } } as never,
    session: {
      sweep,
      drawNext: async id => void asked.push(`next ${id}`),
      drawAgain: async id => void asked.push(`again ${id}`)
    },
    change: ({ wanted }) => asked.push(`wanted ${wanted}`),
    say: words => said.push(words),
    note: (words, cell) => noted.push([cell, words])
  });
  return { orders, said, noted, asked };
}

test.each([
  ['running', 'This cell is drawn next.'],
  ['paused', 'This cell is drawn next, once drawing goes on.']
] as const)('of a sweep that is %s the cell is marked, asked for and told', async (state, words) => {
  const { orders, said, asked } = open('health_ready', state);
  await orders.next({ id: 'cell-1' });
  expect([said, asked]).toEqual([[words], ['wanted cell-1', 'next cell-1']]);
});

test.each([
  ['everything is paused', 'queue_paused', true, 1],
  ['the service draws', 'health_ready', true, 0],
  ['it is there already', 'queue_paused', false, 0]
])('when a cell is drawn again is told at it while %s', async (_, health, isWaiting, notes) => {
  const { orders, noted, asked } = open(health, 'done', isWaiting);
  await orders.again({ id: 'cell-1' });
  expect([noted.length, asked]).toEqual([notes, ['again cell-1']]);
});
