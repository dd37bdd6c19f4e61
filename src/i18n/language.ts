import type { ITranslator } from '@jupyterlab/translation';
import type { Language } from '../../schema/catalogue';
import { languageOf } from '../../schema/messages/language-of';
import type { IDiffusionText } from '../tokens';
import { textIn } from './text';

/** What the user asked for: a language, or whatever Lab and the browser speak. */
export type LanguagePreference = 'auto' | Language;

/**
 * The words of the interface in the language that fits. The user's setting wins; else Lab's language if it isn't English; else the
 * browser's, because Lab stays English where its language pack isn't installed.
 */
export function loadText(
  translator: ITranslator | null,
  preference: LanguagePreference = 'auto',
  browser: string = globalThis.navigator?.language ?? 'en'
): IDiffusionText {
  return textIn(chooseLanguage(translator?.languageCode, preference, browser));
}

function chooseLanguage(lab: string | undefined, preference: LanguagePreference, browser: string): Language {
  if (preference !== 'auto') {
    return preference;
  }
  const fromLab = languageOf(lab);
  return fromLab === 'en' && (!lab || /^en/i.test(lab)) ? languageOf(browser) : fromLab;
}
