import type { QueueTold } from '../client/queue-told';
import type { IDiffusionText } from '../tokens';

/** "CPU · “a cat”: Drawing: 19 of 32, about 7 s left · and 2 more" */
export function statusLine(told: QueueTold, device: string | null, { say }: IDiffusionText): string {
  const { sign, name, state, others } = told;
  return [
    ...(device && sign === 'drawn' ? [device.toUpperCase()] : []),
    name ? say('notice_of_job', { name, words: state }) : state,
    ...(others > 0 ? [say('and_more', { count: others })] : [])
  ].join(' · ');
}
