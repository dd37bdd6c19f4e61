/** Whose brackets and weights a prompt is written in. */
export type Dialect = 'a1111' | 'novelai' | 'hai';

/** A pair of brackets: what it multiplies the weight of its words by, and whether `:1.3` before its end says otherwise. */
export type Bracket = { open: string; close: string; factor: number; takesWeight: boolean };

/** How a prompt that changes while it is drawn is written: A1111's brackets, bars between neighbours, or not at all. */
export type Changing = 'edits' | 'bars' | 'never';

/** `numbers`: whether `1.2::words::` weighs, as in NovelAI's later models. */
export type DialectRules = { brackets: readonly Bracket[]; changing: Changing; numbers?: true };

/** A1111's `[a]` and NovelAI's divide, hai's multiplies by the number its users know, 0.952. */
export const DIALECTS: Readonly<Record<Dialect, DialectRules>> = {
  a1111: {
    brackets: [
      { open: '(', close: ')', factor: 1.1, takesWeight: true },
      { open: '[', close: ']', factor: 1 / 1.1, takesWeight: false }
    ],
    changing: 'edits'
  },
  novelai: {
    brackets: [
      { open: '{', close: '}', factor: 1.05, takesWeight: false },
      { open: '[', close: ']', factor: 1 / 1.05, takesWeight: false }
    ],
    changing: 'never',
    numbers: true
  },
  hai: {
    brackets: [
      { open: '(', close: ')', factor: 1.1, takesWeight: true },
      { open: '{', close: '}', factor: 1.05, takesWeight: false },
      { open: '[', close: ']', factor: 0.952, takesWeight: false }
    ],
    changing: 'bars'
  }
};

/** For the inside of a character class. */
export const inClass = (characters: string): string => characters.replace(/[\\\]^[-]/g, '\\$&');
