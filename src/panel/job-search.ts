/** What is typed to find a job: words of its prompt or of anything else, and `name=value` for what a parameter was. */
import { findParameter } from '../../schema/catalogue';
import { JOB_STATES, type JobState } from '../../schema/states';
import { SIZE } from '../../language/names/parameters';
import { sizeIn } from '../../language/sizes/read-size';
import type { JobSearch } from '../tokens';
import { SIZE as SIZE_FIELD } from './form';

/** A word with what stands in quotes kept together: `sampler="DPM++ 2M"`. */
const WORD = /(?:[^\s"]|"[^"]*"?)+/g;
const PAIR = /^([\w -]+)[=:：＝](.+)$/;

const ON = /^(on|yes|true|1)$/i;
const OFF = /^(off|no|false|0)$/i;

/** A switch as it is kept, however a cell writes it. */
const switched = (value: string): string => (ON.test(value) ? 'true' : OFF.test(value) ? 'false' : value);

/** Null where nothing is looked for. A pair whose name is no parameter's is a word like others. */
export function readJobSearch(text: string): JobSearch | null {
  const words: string[] = [];
  const params: [string, string][] = [];
  let state: JobState | undefined;
  for (const word of text.match(WORD) ?? []) {
    const [, name = '', value = ''] = PAIR.exec(word.replaceAll('"', '')) ?? [];
    const parameter = findParameter(name);
    const asked = JOB_STATES.find(each => each === value.toLowerCase());
    const size = name === SIZE_FIELD ? sizeIn(value) : null;
    if (name === 'state' && asked) {
      state = asked;
    } else if (size) {
      size.forEach((side, k) => params.push([SIZE[k], String(side)]));
    } else if (parameter) {
      params.push([parameter.name, parameter.kind === 'boolean' ? switched(value) : value]);
    } else {
      words.push(word.replaceAll('"', ''));
    }
  }
  return words.length === 0 && params.length === 0 && !state
    ? null
    : { words: words.join(' '), params, state };
}
