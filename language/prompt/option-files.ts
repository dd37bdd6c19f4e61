/** The files that wildcards stand for, and the options in them. */
import { readWeight, type Weighed } from './choices';
import { type NamedWildcard, WildcardNames } from './wildcard-names';
import { uncommented } from './written';
import { Fault } from '../../schema/fault';

/** Files of options by name: the path below their folder, with `/`, without `.txt`. */
export interface IWildcards {
  readonly names: readonly string[];
  /** Files that are there and of a kind that isn't read, each with its ending. */
  readonly unread?: readonly string[];
  /** Links to files that aren't there, each with its ending. */
  readonly broken?: readonly string[];
  /** Folders whose files could not be looked up. */
  readonly unlisted?: readonly string[];
  /** The text of a file that `names` lists; throws Fault for one that can't be read or is no text. */
  read(name: string): string;
}

/** An option of a choice, and the file and the line it is; no file where it stands in the choice itself. */
export type Option = Weighed & { file: string | null; line: number };

/** The options of a wildcard's file: its lines, counted from 1, without comments and blanks around them. */
export function readOptions(text: string): { text: string; line: number }[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r\n?|\n/)
    .map((line, k) => ({ text: uncommented(line).trim(), line: k + 1 }))
    .filter(option => option.text !== '');
}

export class OptionFiles {
  private readonly names: WildcardNames;
  private readonly options = new Map<string, Option[]>();

  constructor(private readonly wildcards: IWildcards) {
    this.names = new WildcardNames(wildcards.names);
  }

  /** See `WildcardNames.at`. */
  at(text: string, at: number, folder: string): NamedWildcard | null {
    return this.names.at(text, at, folder);
  }

  /**
   * The lines of the files a wildcard stands for, within the files that are being read; one of several that leads back to itself is
   * left out, and one that is no text is passed over and told, unless none is any. Throws `wildcard_missing`, `wildcard_link_broken`, `wildcard_unread`, `wildcard_empty`, `wildcard_cycle`, and what reading a file throws.
   */
  optionsOf(
    { name, files }: NamedWildcard,
    within: readonly string[],
    passedOver: (fault: Fault) => void
  ): Option[] {
    if (files.length === 0) {
      throw this.missing(name);
    }
    const open = files.filter(file => !within.includes(file));
    if (open.length === 0) {
      throw new Fault('wildcard_cycle', { name, path: [...within, files[0]].join(' → ') });
    }
    const options = open.length > 1 ? this.readableOf(open, passedOver) : this.optionsIn(open[0]);
    if (options.length === 0) {
      throw new Fault('wildcard_empty', { name });
    }
    return options;
  }

  private readableOf(files: readonly string[], passedOver: (fault: Fault) => void): Option[] {
    const refused: Fault[] = [];
    const options = files.flatMap(file => {
      try {
        return this.optionsIn(file);
      } catch (error) {
        if (!(error instanceof Fault)) {
          throw error;
        }
        refused.push(error);
        return [];
      }
    });
    if (refused.length === files.length) {
      throw refused[0];
    }
    refused.forEach(passedOver);
    return options;
  }

  private missing(name: string): Fault {
    const { unread = [], broken = [], unlisted = [] } = this.wildcards;
    const isNamed = (file: string): boolean =>
      file.replace(/\.\w+$/, '').toLowerCase() === name.toLowerCase();
    const link = broken.find(isNamed);
    if (link) {
      return new Fault('wildcard_link_broken', { file: link });
    }
    const other = unread.find(isNamed);
    if (other) {
      return new Fault('wildcard_unread', { name, file: other });
    }
    const folders = unlisted.length > 0 ? { unlisted: unlisted.join(', ') } : {};
    return new Fault('wildcard_missing', { name, near: this.names.near(name), ...folders });
  }

  private optionsIn(file: string): Option[] {
    let options = this.options.get(file);
    if (!options) {
      options = readOptions(this.wildcards.read(file)).map(({ text, line }) => ({
        ...readWeight(text),
        file,
        line
      }));
      this.options.set(file, options);
    }
    return options;
  }
}
