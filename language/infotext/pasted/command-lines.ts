/**
 * Settings as the command line of a program:
 *
 *     "a cat" -s 20 -S 1                         InvokeAI's dream
 *     --prompt "a cat" --steps 20                A1111's prompts from a file, stable-diffusion.cpp, CompVis' scripts
 *     a cat --n fog --w 512 --h 512 --s 20       sd-scripts' prompt files
 */
import { dreamCommand } from '../foreign/invoke-ai';
import type { Written } from '../foreign/types';
import { isSetting, keyCalled } from '../known-labels';
import { isRead, type Labelled, toWritten } from './to-written';

const DREAM = /^(?:(?:dream|invoke)>\s*|!?dream\s+)?"(?:[^"\\]|\\.)*"\s+-{1,2}[A-Za-z]/;
const NAMES_PROGRAM = /^(?:[$>]\s+)?(?:python3?\s+\S+|(?:\S*\/)?sd(?:-cli)?(?:\.exe)?)\s+-/;
const OPENS = /^(?:--prompt|-p)[\s=]/;
/** A flag, or a word in quotes or without. */
const TOKEN = /--?[A-Za-z][\w-]*(?==|\s|$)|"(?:[^"\\]|\\.)*"|'[^']*'|[^\s=]+|=/g;
const LENGTH_MAX = 20_000;

/** Flags of sd-scripts; those without a name here have no setting. */
const OF_SCRIPTS: ReadonlyMap<string, string> = new Map([
  ...Object.entries({ n: 'negative_prompt', w: 'width', h: 'height', d: 'seed', l: 'cfg_scale', s: 'steps' }),
  ...Object.entries({ g: '', t: '', ss: 'sampler', ns: '', st: '', ct: '', am: '', f: '' })
]);
/** Midjourney has flags of the other names, too. */
const OF_SCRIPTS_ALONE = /^[nhdl]$/;
const OF_CPP: ReadonlyMap<string, string> = new Map(
  Object.entries({ p: 'prompt', n: 'negative_prompt', W: 'width', H: 'height', s: 'seed', m: 'model' })
);
/** What stable-diffusion.cpp calls the generators that are here; it has one of its own besides. */
const NOISE: ReadonlyMap<string, string> = new Map([
  ['cuda', 'NV'],
  ['cpu', 'CPU']
]);
/** Flags of CompVis' scripts that name a sampler. */
const SAMPLERS: ReadonlyMap<string, string> = new Map([
  ['plms', 'PLMS'],
  ['dpm_solver', 'dpm_solver'],
  ['dpm', 'dpm_solver']
]);

/** What a command line sets; null for words, and for the command of a program that isn't known. */
export function commandLine(text: string): Written | null {
  const line = text
    .slice(0, LENGTH_MAX)
    .replace(/\\\n\s*/g, ' ')
    .trim();
  if (line.length === LENGTH_MAX || line.includes('\n')) {
    return null;
  }
  if (DREAM.test(line)) {
    const command = dreamCommand(line.replace(/^[^"]*/, ''));
    return command?.isSure ? command.written : null;
  }
  const program = NAMES_PROGRAM.exec(line);
  if (program || OPENS.test(line)) {
    return ofProgram(program ? line.slice(program[0].length - 1) : line);
  }
  return ofScripts(line);
}

/** A prompt without quotes is one where another flag is a setting. */
function ofProgram(line: string): Written | null {
  const flags = flagsOf(line);
  const isCpp = flags.some(([flag]) => /^(?:-p|--cfg-scale|--sampling-method)$/.test(flag));
  const named = flags.map(([flag, value]): [string, string] => {
    const bare = flag.replace(/^-+/, '');
    const sampler = value === '' ? SAMPLERS.get(bare) : undefined;
    const name = isCpp ? (OF_CPP.get(bare) ?? bare) : bare;
    return sampler
      ? ['sampler', sampler]
      : name === 'rng'
        ? [name, NOISE.get(value) ?? '']
        : [name, value || (name === 'tiling' ? 'True' : '')];
  });
  const isQuoted = /(?:^|\s)(?:--prompt|-p)[\s=]+["']/.test(line);
  const isCommand =
    named.some(([name, value]) => isSetting(keyCalled(name) ?? '', value)) ||
    (isQuoted && named.some(([name, value]) => keyCalled(name) === 'Prompt' && value !== ''));
  const writer = isCpp ? 'stable-diffusion.cpp' : /--(?:ddim_steps|plms|scale)\b/.test(line) ? 'CompVis' : '';
  return isCommand ? asWritten(named, writer) : null;
}

/** Each flag must be one of theirs, with a value that fits it. */
function ofScripts(line: string): Written | null {
  const start = /\s--[a-z]/.exec(line)?.index ?? -1;
  const flags = (start < 0 ? [] : flagsOf(line.slice(start))).map(([flag, value]): [string, string] => [
    flag.slice(2),
    value
  ]);
  const fits = ([flag, value]: [string, string]): boolean => {
    const name = OF_SCRIPTS.get(flag);
    return name === 'negative_prompt'
      ? value !== ''
      : name !== undefined && /^\S+$/.test(value) && (name === '' || isSetting(keyCalled(name)!, value));
  };
  const isCommand =
    flags.length > 1 &&
    flags.every(([flag, value]) => line.includes(`--${flag}`) && fits([flag, value])) &&
    flags.some(([flag]) => OF_SCRIPTS_ALONE.test(flag)) &&
    flags.some(([flag]) => /^[whdls]$/.test(flag));
  return isCommand
    ? asWritten(
        [
          ['prompt', line.slice(0, start)],
          ...flags.map(([flag, value]): [string, string] => [OF_SCRIPTS.get(flag) || `--${flag}`, value])
        ],
        'sd-scripts'
      )
    : null;
}

function asWritten(named: Labelled, writer: string): Written {
  const known = named.filter(([name, value]) => isRead(name) && value !== '');
  const unused = named.filter(([name, value]) => !isRead(name) || value === '').map(([name]) => name);
  return { ...toWritten(known, writer), unused };
}

/** The flags with all words behind each. */
function flagsOf(line: string): [flag: string, value: string][] {
  const found: [string, string][] = [];
  for (const [token] of line.matchAll(TOKEN)) {
    const last = found.at(-1);
    if (/^--?[A-Za-z]/.test(token)) {
      found.push([token, '']);
    } else if (last && !(token === '=' && last[1] === '')) {
      last[1] = `${last[1]} ${unquoted(token)}`.trim();
    }
  }
  return found;
}

function unquoted(token: string): string {
  return /^(["']).*\1$/s.test(token) ? token.slice(1, -1).replace(/\\(["\\])/g, '$1') : token;
}
