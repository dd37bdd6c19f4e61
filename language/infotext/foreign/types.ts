import type { FaultData } from '../../../schema/fault';

/** A text that a picture carries: a chunk by its keyword (`parameters`, `Comment`, `prompt`), or a field (`UserComment`, `ImageDescription`). */
export type PictureText = { key: string; text: string };

export type PictureSettings = {
  /** In A1111's form, keys that mean nothing here included. */
  text: string;
  /** The program, as it calls itself; '' where it isn't known. */
  writer: string;
  remarks: FaultData[];
  /** Where the text was made of another one. */
  parts?: TextParts;
};

/** What a made text is made of, for its readers have nothing to guess: a line of one pair is settings, and no line of a prompt is. */
export type TextParts = {
  /** The prompts as they were; the text has blanks in place of line breaks before what others would take for more. */
  prompt: string;
  negative: string;
  /** Where the negative prompt's words and the line of pairs begin in the text. */
  negativeAt: number;
  pairsAt: number;
};

/** What another program's settings come to, before they are an infotext. */
export type Written = {
  writer: string;
  prompt: string;
  negative: string;
  /** In A1111's keys, or the writer's own where A1111 has none; what is undefined is left out. */
  pairs: readonly (readonly [key: string, value: unknown])[];
  /** LoRAs that its prompt doesn't name; `unet` where the weight there is another than in the text encoders. */
  loras?: readonly { name: string; weight: number | string; unet?: number | string }[];
  /** What it used and nothing here reads, by its own names. */
  unused?: readonly string[];
};

/** Reads the texts of one program; null where they are not its. */
export type Reader = (texts: readonly PictureText[]) => Written | null;
