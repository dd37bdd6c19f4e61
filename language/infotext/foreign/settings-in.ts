import type { FaultData } from '../../../schema/fault';

/** A text that a picture carries: a chunk by its keyword (`parameters`, `Comment`, `prompt`), or a field (`UserComment`, `ImageDescription`). */
export type PictureText = { key: string; text: string };

export type PictureSettings = {
  /** In A1111's form, keys that mean nothing here included. */
  text: string;
  /** The program, as it calls itself. */
  writer: string;
  remarks: FaultData[];
};

/** The settings that one of the texts holds, or null when none does. Never throws. */
export function settingsIn(texts: readonly PictureText[]): PictureSettings | null {
  const found = texts.find(({ key, text }) => key === 'parameters' && text.trim() !== '');
  return found ? { text: found.text, writer: 'stable-diffusion-webui', remarks: [] } : null;
}
