/** Colour tables in .cube files (Adobe's Cube LUT Specification 1.0, and Resolve's files with both a line and a cube). */
import { Fault } from '../../schema/fault';
import type { Triple } from './srgb';

/** Colours at even steps of one channel, or of three with red changing fastest; `low` and `high` are the ends of what goes in. */
export type LutTable = { size: number; colours: Float32Array; low: Triple; high: Triple };

/** The line is applied first where there are both. */
export type CubeLut = { title: string; line?: LutTable; cube?: LutTable };

const SIZES = { LUT_1D_SIZE: [2, 65536], LUT_3D_SIZE: [2, 256] } as const;

type SizeKey = keyof typeof SIZES;

/** Why a line can't be read: see `lut_malformed`. */
type Reason = 'no_table' | 'table_size' | 'twice' | 'numbers' | 'domain' | 'too_few' | 'too_many' | 'binary';

/** The table in the text of a .cube file called `file`. Throws Fault lut_malformed with the line that is wrong. */
export function readCubeLut(text: string, file: string): CubeLut {
  return new CubeReader(file).read(text);
}

class CubeReader {
  private title = '';
  private readonly sizes = new Map<SizeKey, number>();
  private low: Triple = [0, 0, 0];
  private high: Triple = [1, 1, 1];
  /** Resolve names the ends for a line and a cube apart. */
  private readonly ends = new Map<string, readonly [number, number]>();
  private numbers = new Float32Array(0);
  private filled = 0;
  private line = 0;

  constructor(private readonly file: string) {}

  read(text: string): CubeLut {
    if (text.includes('\0')) {
      throw this.wrong('binary');
    }
    for (const line of text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)) {
      this.line++;
      const words = line.trim();
      if (words !== '' && !words.startsWith('#')) {
        this.take(words);
      }
    }
    const expected = this.expected();
    if (this.sizes.size === 0) {
      throw this.wrong('no_table');
    }
    if (this.filled < 3 * expected) {
      throw this.wrong('too_few', { found: this.filled / 3, expected });
    }
    return this.lut();
  }

  private take(line: string): void {
    const [first, ...rest] = line.split(/\s+/);
    if (/^[-+.\d]/.test(first)) {
      this.colour([first, ...rest]);
    } else if (first === 'TITLE') {
      this.title = /"(.*)"/.exec(line)?.[1] ?? rest.join(' ');
    } else if (first === 'LUT_1D_SIZE' || first === 'LUT_3D_SIZE') {
      this.size(first, rest);
    } else if (first === 'DOMAIN_MIN' || first === 'DOMAIN_MAX') {
      const ends = this.triple(rest);
      [this.low, this.high] = first === 'DOMAIN_MIN' ? [ends, this.high] : [this.low, ends];
      this.checkDomain(this.low, this.high);
    } else if (first === 'LUT_1D_INPUT_RANGE' || first === 'LUT_3D_INPUT_RANGE') {
      const [from, to] = this.finite(rest, 2);
      this.checkDomain([from], [to]);
      this.ends.set(first.slice(4, 6), [from, to]);
    } else if (!/^[A-Z][A-Z0-9_]*$/.test(first)) {
      // Programs add words of their own, which say nothing of colours.
      throw this.wrong('numbers', { found: line.slice(0, 60) });
    }
  }

  private size(key: SizeKey, words: readonly string[]): void {
    const [least, most] = SIZES[key];
    const size = Number(words[0]);
    if (words.length !== 1 || !Number.isInteger(size) || size < least || size > most) {
      throw this.wrong('table_size', { found: words.join(' ').slice(0, 60), min: least, max: most });
    }
    if (this.sizes.has(key) || this.filled > 0) {
      throw this.wrong('twice', { found: key });
    }
    this.sizes.set(key, size);
    this.numbers = new Float32Array(3 * this.expected());
  }

  private colour(words: readonly string[]): void {
    const colour = this.triple(words);
    if (this.sizes.size === 0) {
      throw this.wrong('no_table');
    }
    if (this.filled >= this.numbers.length) {
      throw this.wrong('too_many', { expected: this.expected() });
    }
    this.numbers.set(colour, this.filled);
    this.filled += 3;
  }

  private triple(words: readonly string[]): Triple {
    const [r, g, b] = this.finite(words, 3);
    return [r, g, b];
  }

  private finite(words: readonly string[], count: number): number[] {
    const numbers = words.map(Number);
    if (words.length !== count || words.includes('') || !numbers.every(Number.isFinite)) {
      throw this.wrong('numbers', { found: words.join(' ').slice(0, 60) });
    }
    return numbers;
  }

  private checkDomain(low: readonly number[], high: readonly number[]): void {
    if (low.some((value, k) => value >= high[k])) {
      throw this.wrong('domain', { found: `${low.join(' ')} - ${high.join(' ')}` });
    }
  }

  /** Colours of both tables. */
  private expected(): number {
    return (this.sizes.get('LUT_1D_SIZE') ?? 0) + (this.sizes.get('LUT_3D_SIZE') ?? 0) ** 3;
  }

  private lut(): CubeLut {
    const [length, side] = [this.sizes.get('LUT_1D_SIZE') ?? 0, this.sizes.get('LUT_3D_SIZE') ?? 0];
    const table = (name: string, size: number, from: number, to: number): LutTable => {
      const ends = this.ends.get(name);
      const all = (value: number): Triple => [value, value, value];
      const [low, high] = ends ? [all(ends[0]), all(ends[1])] : [this.low, this.high];
      return { size, colours: this.numbers.subarray(3 * from, 3 * to), low, high };
    };
    return {
      title: this.title,
      ...(length > 0 && { line: table('1D', length, 0, length) }),
      ...(side > 0 && { cube: table('3D', side, length, length + side ** 3) })
    };
  }

  private wrong(reason: Reason, facts: Record<string, string | number> = {}): Fault {
    return new Fault('lut_malformed', { file: this.file, line: this.line, reason, ...facts });
  }
}
