export { loadText, type LanguagePreference } from './language';
export { textIn } from './text';
