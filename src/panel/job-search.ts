/** What is typed to find a job: words of its prompt or of anything else, and `name=value` for what a parameter was. */
import { catalogue, findParameter, type Parameter } from '../../schema/catalogue';
import type { Say } from '../../schema/messages/browser';
import { JOB_STATES, type JobState } from '../../schema/states';
import { nearest } from '../../language/names/nearest';
import { SIZE } from '../../language/names/sweep-words';
import { sizeIn } from '../../language/sizes/read-size';
import type { JobSearch } from '../tokens';
import { SIZE as SIZE_FIELD } from './form';

/** A word with what stands in quotes kept together: `sampler="DPM++ 2M"`. */
const WORD = /(?:[^\s"]|"[^"]*"?)+/g;
const PAIR = /^([\p{L}\p{N}_ -]+)[=:：＝](.+)$/u;
/** What is written with an equals sign is meant as a parameter; with a colon it may be words of a prompt. */
const EQUATION = /[=＝]/;

/** States by the words that people see, and by those of the wire. */
const STATE_WORDS: Readonly<Record<JobState, readonly string[]>> = {
  queued: ['waiting', '等待', '等待中', '在等', '排队'],
  running: ['drawing', '正在画', '画', '进行中'],
  paused: ['暂停', '已暂停'],
  done: ['drawn', 'finished', '完成', '画完', '已完成'],
  failed: ['失败', '出错'],
  cancelled: ['canceled', '取消', '已取消']
};
const STATE_NAMES: readonly string[] = ['state', '状态'];
/** Parameters by what they are called in the interface, in whichever language. */
const byLabel = new Map(
  catalogue.flatMap(parameter =>
    Object.values(parameter.label).map(label => [label.toLowerCase(), parameter])
  )
);
const SIZE_NAMES: readonly string[] = [SIZE_FIELD, '尺寸'];

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
    const parameter = parameterIn(name);
    const asked = stateIn(value);
    const size = SIZE_NAMES.includes(name) ? sizeIn(value) : null;
    if (STATE_NAMES.includes(name.toLowerCase()) && asked) {
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

/** What is written as a name and a value and is none, in words: no parameter is called so, or no state. */
export function oddWords(text: string, say: Say): string[] {
  return (text.match(WORD) ?? []).flatMap(word => {
    const [, name = '', value = ''] = PAIR.exec(word.replaceAll('"', '')) ?? [];
    if (STATE_NAMES.includes(name.toLowerCase())) {
      const states = JOB_STATES.map(state => say(`state_${state}`)).join(say('name_separator'));
      return stateIn(value) ? [] : [say('no_such_state', { name: value, states })];
    }
    const isMeant = name !== '' && EQUATION.test(word) && !parameterIn(name) && !SIZE_NAMES.includes(name);
    return isMeant ? [say('no_such_name', { name, near: nearName(name) })] : [];
  });
}

function parameterIn(name: string): Parameter | undefined {
  return findParameter(name) ?? byLabel.get(name.trim().toLowerCase());
}

function stateIn(word: string): JobState | undefined {
  const asked = word.trim().toLowerCase();
  return JOB_STATES.find(state => state === asked || STATE_WORDS[state].includes(asked));
}

function nearName(name: string): string | undefined {
  const known = catalogue.flatMap(each => [each.name, ...each.aliases]).filter(each => !each.includes(' '));
  return nearest(name, [...known, ...byLabel.keys(), SIZE_FIELD, ...STATE_NAMES]);
}
