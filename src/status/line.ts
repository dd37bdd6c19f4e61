import type { QueueTold } from '../client/queue-told';
import type { IDiffusionText } from '../tokens';

/** What may be cut where there is little room, "CPU · “a cat”: 19 of 32 · about 7 s", and what is told even then, "and 2 more". */
export function statusLine(
  told: QueueTold,
  device: string | null,
  { say }: IDiffusionText
): { line: string; others: string } {
  const { sign, name, state, others } = told;
  return {
    line: [
      ...(device && sign === 'drawn' ? [device.toUpperCase()] : []),
      name ? say('notice_of_job', { name, words: state }) : state
    ].join(' · '),
    others: others > 0 ? say('and_more', { count: others }) : ''
  };
}
