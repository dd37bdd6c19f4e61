import { sentence } from '../../schema/messages';
import { exportFormats } from '../exports';

const texts: Record<string, string> = {
  serve: `jupyterlab-diffusion serve [options]
Runs the drawing service until it is told to end. Prints one line of JSON when it is ready.

  --socket PATH           listen on a Unix socket
  --port N                listen on a port of this machine (0, the default: any free one)
  --host H                listen on another address; needs JUPYTERLAB_DIFFUSION_TOKEN
  --data DIR              database and pictures (default: your data folder)
  --models DIR            a folder of models; may be repeated
  --default-model NAME    the model that draws when none is named
  --device auto|cpu       what draws
  --engines N             draw in N processes side by side, which share the processor's cores (default: 1)
  --unload-after MINUTES  give the memory of models back when nothing was drawn for so long (default: 15; 0: never)
  --connection-file PATH  where to write address and token (default: Jupyter's runtime folder)
  --stdin-lifeline        end when standard input ends
  --log-level LEVEL       what is logged on standard error: debug (requests too), info (the default), warn, error or silent

The token is taken from JUPYTERLAB_DIFFUSION_TOKEN, else made at random; models are also looked for in JUPYTERLAB_DIFFUSION_MODELS;
without --log-level, JUPYTERLAB_DIFFUSION_LOG_LEVEL counts.`,
  sweep: `jupyterlab-diffusion sweep FILE --out DIR [options]
Draws the cell in FILE (- for standard input) and writes into DIR its pictures, each with its recipe inside, and
${exportFormats.map(({ fileName, title }) => `${fileName} (${sentence(title, {}, 'en').message.toLowerCase()})`).join(', ')}.

  --out DIR               where to write (default: beside FILE, in a folder of its name)
  --priority high|normal|low   whether it goes before what else is drawn (default: normal)
  --data DIR, --models DIR, --default-model NAME   as for serve`,
  plan: `jupyterlab-diffusion plan FILE [options]
Says what the cell in FILE (- for standard input) would cost, and draws nothing.

  --json                  the whole plan as JSON
  --data DIR, --models DIR, --default-model NAME   as for serve`,
  doctor: `jupyterlab-diffusion doctor [options]
Checks what runs on this machine and what doesn't, and why.

  --data DIR, --models DIR   as for serve`,
  models: `jupyterlab-diffusion models [options]
Lists the models that were found, and why some can't be used.

  --json                  as JSON, with hashes
  --data DIR, --models DIR   as for serve`,
  diagnostics: `jupyterlab-diffusion diagnostics [options]
Writes a report for whoever looks for a fault: versions, settings, what doctor says, the log, states and times. It holds no token and no
picture, and no prompt unless asked.

  --out FILE              where to write (default: jupyterlab-diffusion-report.zip)
  --prompts               with the prompts and all other texts of the jobs
  --data DIR, --models DIR, --default-model NAME   as for serve`
};

/** The help of a command, or of all. */
export function help(command?: string): string {
  return command
    ? texts[command]
    : `jupyterlab-diffusion <command>

  serve    run the drawing service
  sweep    draw a cell's text from a file
  plan     say what it would cost
  doctor   check this machine
  models   list the models
  diagnostics   write a report of what is wrong

"jupyterlab-diffusion <command> --help" says more.`;
}
