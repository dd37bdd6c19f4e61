import { newCell } from './loop-cell';
import { PendingRows } from './pending-rows';

const batchKey = { height: 8, width: 8, flavour: 'a1111' } as const;
const context = { id: 'a', data: new Float32Array(0), tokens: 77 };
const cell = newCell('c', () => {
  throw new Error('never begun');
});

/** Rows of these LoRAs (a letter each), waiting in this order. */
function cellsWaiting(loras: string): PendingRows {
  const rows = new PendingRows(() => 2);
  [...loras].forEach((path, timestep) => {
    const row = { x: new Float32Array(0), timestep, context, loras: [{ path, weight: timestep }] };
    rows.add(`${timestep}`, row, batchKey, false, { cell, slot: timestep });
  });
  return rows;
}

const batchesOf = (rows: PendingRows): string[] => {
  const batches: string[] = [];
  for (let batch = rows.takeBatch(); batch.length > 0; batch = rows.takeBatch()) {
    batches.push(batch.map(({ row }) => row.loras![0].path).join(''));
  }
  return batches;
};

test.each([
  ['rows of one LoRA are evaluated before another is loaded', 'abababa', ['aa', 'aa', 'bb', 'b']],
  ['weights of one LoRA share a batch', 'aa', ['aa']],
  ['nobody waits', '', []]
])('%s', (_, loras, batches) => {
  expect(batchesOf(cellsWaiting(loras))).toEqual(batches);
});
