import { cutAtWord } from '../../schema/readable';
import type { Job } from '../../schema/wire';
import type { IDiffusionText } from '../tokens';

/** What a job is known by: the first line of its prompt, whole or in at most so many characters. */
export function jobName(
  { spec }: Pick<Job, 'spec'>,
  { say }: Pick<IDiffusionText, 'say'>,
  most = Infinity
): string {
  const { prompt } = spec.base;
  const line = typeof prompt === 'string' ? prompt.trim().split('\n')[0] : '';
  return cutAtWord(line, most) || say('no_prompt');
}
