import type { Language } from '../../schema/catalogue';
import { say } from '../../schema/messages';
import { readable } from '../../schema/readable';
import type { WireMessage } from '../../schema/wire';

/** What commands say to who called them: results on standard output, all else on standard error. */
export function print(line: string): void {
  process.stdout.write(`${readable(line)}\n`);
}

export function printError(line: string): void {
  process.stderr.write(`${readable(line)}\n`);
}

/** Whoever reads what is said may have heard enough (`| head`): the rest is said to nobody, and that is no failure. */
export function endQuietly(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', error => {
      if ((error as NodeJS.ErrnoException).code !== 'EPIPE') {
        throw error;
      }
    });
  }
}

/** What is odd about a sweep, a line each: `remark: 1:9 denoising_strength changes nothing: …`. */
export function printRemarks(remarks: readonly WireMessage[], language: Language): void {
  for (const { message, hint, where } of remarks) {
    const place = where ? [`${where.line}:${where.column}`] : [];
    const text = [...place, message, hint].filter(Boolean).join(' ');
    printError(say('cli_remark', { text }, language));
  }
}
