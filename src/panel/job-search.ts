/** What is typed to find a job: words of its prompt or of anything else, and `name=value` for what a parameter was. */
import { findParameter } from '../../schema/catalogue';
import { JOB_STATES, type JobState } from '../../schema/states';
import type { JobSearch } from '../tokens';

/** A word with what stands in quotes kept together: `sampler="DPM++ 2M"`. */
const WORD = /(?:[^\s"]|"[^"]*"?)+/g;
const PAIR = /^([\w -]+)[=:：＝](.+)$/;

/** Null where nothing is looked for. A pair whose name is no parameter's is a word like others. */
export function readJobSearch(text: string): JobSearch | null {
  const words: string[] = [];
  const params: [string, string][] = [];
  let state: JobState | undefined;
  for (const word of text.match(WORD) ?? []) {
    const [, name = '', value = ''] = PAIR.exec(word.replaceAll('"', '')) ?? [];
    const parameter = findParameter(name);
    const asked = JOB_STATES.find(each => each === value.toLowerCase());
    if (name === 'state' && asked) {
      state = asked;
    } else if (parameter) {
      params.push([parameter.name, value]);
    } else {
      words.push(word.replaceAll('"', ''));
    }
  }
  return words.length === 0 && params.length === 0 && !state
    ? null
    : { words: words.join(' '), params, state };
}
