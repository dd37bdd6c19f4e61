/** The settings that a picture's texts hold, whatever program wrote them. */
export { settingsIn, type PictureSettings, type PictureText } from './settings-in';
