/**
 * The service's log: pino's levels and bindings, written as lines that a person reads in Jupyter's log, in the form of Jupyter's own:
 *
 *   [I 12:04:31.207] job 5f2c accepted  cells=6 cached=2
 *
 * JSON would be soup there; the letter lets the Jupyter server give each line its level. Lines go to standard error, at once and in
 * order, with no worker thread in between: the last of them are why a service ended. No line holds a secret of `secrets`, whatever an
 * address, a fact or the message of an error brings along, nor the token of an address, however short; a secret too short to be told from
 * other text is hidden there alone.
 */
import pino, { type Logger } from 'pino';
import { Fault } from '../schema/fault';
import { readable } from '../schema/readable';
import { withoutWords } from '../schema/without-words';

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'> & {
  /** The last lines, oldest first. */
  recent(): readonly string[];
};

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export type LogOptions = {
  level: LogLevel;
  /** Texts that stand in no line. */
  secrets?: readonly string[];
  /** Takes each line, its end included. */
  write?(line: string): void;
};

const LETTERS: Readonly<Record<number, string>> = { 20: 'D', 30: 'I', 40: 'W', 50: 'E' };
/** Lines that are remembered, and characters of each. */
const RECENT = 1000;
const RECENT_LINE = 4000;
const HIDDEN = '[secret]';
/** Fewest characters of a secret that can be told from other text, and can't be guessed at once. */
export const SECRET_MIN = 8;
const IN_ADDRESS = /(?<=[?&]token=)[^&#\s"']+/gi;

/** A log of this level and everything above it. */
export function makeLog({ level, secrets = [], write = writeError }: LogOptions): Log {
  const known = secrets
    .filter(secret => secret.length >= SECRET_MIN)
    .flatMap(secret => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]);
  const lines: string[] = [];
  const log = pino(
    { level, base: null, serializers: { error: serialised } },
    {
      write(json) {
        const line = inWords(JSON.parse(json) as Entry);
        const shown = known.reduce(
          (text, secret) => text.replaceAll(secret, HIDDEN),
          line.replace(IN_ADDRESS, HIDDEN)
        );
        if (lines.push(shown.slice(0, RECENT_LINE).trimEnd()) > RECENT) {
          lines.shift();
        }
        write(shown);
      }
    }
  );
  return Object.assign(log, { recent: () => [...lines] });
}

/** A log that nobody reads. */
export const silentLog: Log = makeLog({ level: 'silent' });

type Entry = { level: number; time: number; msg?: string; error?: Readable } & Record<string, unknown>;
type Readable = { line: string; stack?: string };

function inWords({ level, time, msg = '', error, ...facts }: Entry): string {
  const clock = new Date(time).toTimeString().slice(0, 8);
  const head = `[${LETTERS[level]} ${clock}.${String(time % 1000).padStart(3, '0')}] ${msg}`;
  const words = Object.entries(facts).map(([name, value]) => `${name}=${plain(value)}`);
  const line = [head, words.join(' ')].filter(Boolean).join('  ');
  return readable(`${line}${error ? `: ${error.line}` : ''}${error?.stack ? `\n${error.stack}` : ''}\n`);
}

/** An error of ours by its code and facts, those apart that repeat what somebody wrote; of any other, the stack is what helps. */
function serialised(error: unknown): Readable {
  if (error instanceof Fault) {
    const { code, facts } = withoutWords({ code: error.code, facts: error.facts });
    return { line: `${code} ${JSON.stringify(facts)}` };
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const frames = stack?.split('\n').filter(each => /^\s+at /.test(each));
  return { line: message.replace(/\s*\n\s*/g, ' '), stack: frames?.join('\n') };
}

/** A fact without line breaks, quoted where it has blanks. */
function plain(value: unknown): string {
  return typeof value === 'string' && /^[^\s"]+$/.test(value) ? value : JSON.stringify(value);
}

let guarded = false;

/** Standard error may be gone before we are, when a killed Jupyter server held its other end: then nobody reads, and that is all. */
function writeError(line: string): void {
  if (!guarded) {
    guarded = true;
    process.stderr.on('error', () => undefined);
  }
  process.stderr.write(line);
}
