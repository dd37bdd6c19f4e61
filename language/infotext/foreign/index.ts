/** The settings that a picture's texts hold, whatever program wrote them. */
export { isJson } from './json';
export { settingsIn } from './settings-in';
export type { PictureSettings, PictureText, TextParts } from './types';
