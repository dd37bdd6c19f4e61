/**
 * Settings as the command line of a program:
 *
 *     "a cat" -s 20 -S 1                         InvokeAI's dream
 *     --prompt "a cat" --steps 20                A1111's prompts from a file, stable-diffusion.cpp, CompVis' scripts
 *     a cat --n fog --w 512 --h 512 --s 20       sd-scripts' prompt files
 */
import { invokeAi } from '../foreign/invoke-ai';
import type { Written } from '../foreign/types';
import { keyCalled } from './known-labels';
import { areSettings, type Labelled, toWritten } from './to-written';

const DREAM = /^(?:(?:dream|invoke)>\s*|!?dream\s+)?"(?:[^"\\]|\\.)*"\s+-{1,2}[A-Za-z]/;
const NAMES_PROGRAM = /^(?:[$>]\s+)?(?:python3?\s+\S+|(?:\S*\/)?sd(?:-cli)?(?:\.exe)?)\s+-/;
const OPENS = /^(?:--prompt|-p)[\s=]/;
/** A flag, or a word in quotes or without. */
const TOKEN = /--?[A-Za-z][\w-]*(?==|\s|$)|"(?:[^"\\]|\\.)*"|'[^']*'|[^\s=]+|=/g;
const LENGTH_MAX = 20_000;

const OF_SCRIPTS: Readonly<Record<string, string>> = {
  ...{ n: 'negative_prompt', w: 'width', h: 'height', d: 'seed', l: 'cfg_scale', s: 'steps' }
};
const OF_CPP: Readonly<Record<string, string>> = {
  ...{ p: 'prompt', n: 'negative_prompt', W: 'width', H: 'height', s: 'seed', m: 'model' }
};

/** What a command line sets; null for a text that is none, or one of a program that isn't known. */
export function commandLine(text: string): Written | null {
  const line = text
    .slice(0, LENGTH_MAX)
    .replace(/\\\n\s*/g, ' ')
    .trim();
  if (line.length === LENGTH_MAX || line.includes('\n')) {
    return null;
  }
  if (DREAM.test(line)) {
    return invokeAi([{ key: 'Dream', text: line.replace(/^[^"]*/, '') }]);
  }
  const program = NAMES_PROGRAM.exec(line);
  if (program || OPENS.test(line)) {
    return ofProgram(program ? line.slice(program[0].length - 1) : line);
  }
  return ofScripts(line);
}

function ofProgram(line: string): Written | null {
  const flags = flagsOf(line);
  const isCpp = flags.some(([flag]) => /^(?:-p|--cfg-scale|--sampling-method)$/.test(flag));
  const named = flags.map(([flag, value]): [string, string] => {
    const name = flag.replace(/^-+/, '');
    return [name === 'plms' ? 'sampler' : isCpp ? (OF_CPP[name] ?? name) : name, value || name];
  });
  const writer = isCpp ? 'stable-diffusion.cpp' : /--(?:ddim_steps|plms|scale)\b/.test(line) ? 'CompVis' : '';
  return asWritten(named, writer);
}

function ofScripts(line: string): Written | null {
  const start = /\s--[a-z]/.exec(line)?.index ?? -1;
  const flags = start < 0 ? [] : flagsOf(line.slice(start));
  return flags.length > 1 && flags.every(([flag]) => /^--(?:n|w|h|d|l|s|g|t|ss|ns|st|ct|am|f)$/.test(flag))
    ? asWritten(
        [
          ['prompt', line.slice(0, start)],
          ...flags.map(([flag, value]): [string, string] => [OF_SCRIPTS[flag.slice(2)] ?? flag, value])
        ],
        'sd-scripts'
      )
    : null;
}

function asWritten(named: Labelled, writer: string): Written | null {
  const known = named.filter(([name]) => keyCalled(name) !== undefined);
  const unused = named.filter(([name]) => keyCalled(name) === undefined).map(([name]) => name);
  return areSettings(known) || known.some(([name]) => name === 'prompt')
    ? { ...toWritten(known, writer), unused }
    : null;
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
