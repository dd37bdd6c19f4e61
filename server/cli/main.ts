/** The command line: `serve`, `sweep`, `plan`, `doctor`, `models`, `diagnostics`. Errors are one sentence and what to do, exit code 1. */
import type { Where } from '../../schema/wire';
import { sentence } from '../../schema/messages';
import { nearest } from '../../language/names/nearest';
import { version } from '../service/version';
import { diagnostics } from './diagnostics';
import { diskFault } from '../store/disk-faults';
import { doctor } from './doctor';
import { help } from './help';
import { listModels } from './models';
import { terminalLanguage } from './options';
import { plan } from './plan';
import { RemoteError } from './remote-client';
import { serve } from './serve';
import { sweep } from './sweep';
import { Fault } from '../../schema/fault';
import { endQuietly, print, printError } from './terminal';

const commands: Record<string, (words: string[]) => Promise<number>> = {
  serve,
  sweep,
  plan,
  doctor,
  models: listModels,
  diagnostics
};

async function main(words: string[]): Promise<number> {
  const [name, ...rest] = words;
  if (name === '--version') {
    print(version);
    return 0;
  }
  const command = name === undefined ? undefined : commands[name];
  const asks = name === undefined || name === '--help' || name === '-h' || name === 'help';
  if (asks || (command && (rest.includes('--help') || rest.includes('-h')))) {
    print(help(command ? name : undefined));
    return 0;
  }
  if (!command) {
    const names = Object.keys(commands);
    throw new Fault('command_unknown', { name, near: nearest(name, names), commands: names });
  }
  return command(rest);
}

/** An error in words, with the place in the text when there is one. */
function explain(error: unknown): string {
  if (error instanceof RemoteError) {
    const { message, hint, where } = error.error;
    return inWords(message, hint, where);
  }
  const known =
    error instanceof Fault
      ? error
      : String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS')
        ? new Fault('option_unknown', { reason: (error as Error).message })
        : diskFault(error);
  if (!known) {
    return `${(error as Error).stack ?? error}`;
  }
  const { message, hint } = sentence(known.code, known.facts, terminalLanguage());
  return inWords(message, hint, known.where);
}

function inWords(message: string, hint: string | undefined, where: Where | undefined): string {
  const place = where ? `${where.line}:${where.column}  ` : '';
  return [place + message, hint].filter(Boolean).join('\n');
}

endQuietly();
main(process.argv.slice(2)).then(
  code => {
    process.exitCode = code;
  },
  error => {
    printError(explain(error));
    process.exit(1);
  }
);
