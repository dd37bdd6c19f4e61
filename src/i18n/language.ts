import type { ITranslator, TranslationBundle } from '@jupyterlab/translation';
import type { Language } from '../../schema/catalogue';
import { languageOf } from '../../schema/messages/language-of';
import chinese from '../../python/jupyterlab_diffusion/locale/zh_CN/LC_MESSAGES/jupyterlab_diffusion.json';
import type { IDiffusionText } from '../tokens';
import { bundleOf } from './bundle';

export const DOMAIN = 'jupyterlab_diffusion';

/** What the user asked for: a language, or whatever Lab and the browser speak. */
export type LanguagePreference = 'auto' | Language;

/** Any sentence of ours: when Lab can't translate it, Lab doesn't have our catalogue. */
const PROBE = 'Insert as cell';

/**
 * The language and words of the interface. The user's setting wins; else Lab's language if it isn't English; else the browser's,
 * because Lab stays English where its language pack isn't installed. Lab's own copy of our catalogue is preferred (a language pack
 * may correct it); the bundled one stands in when Lab never got it.
 */
export function loadText(
  translator: ITranslator | null,
  preference: LanguagePreference = 'auto',
  browser: string = globalThis.navigator?.language ?? 'en'
): IDiffusionText {
  const language = chooseLanguage(translator?.languageCode, preference, browser);
  return { language, trans: language === 'en' ? bundleOf({}) : chineseWords(translator) };
}

function chooseLanguage(lab: string | undefined, preference: LanguagePreference, browser: string): Language {
  if (preference !== 'auto') {
    return preference;
  }
  const fromLab = languageOf(lab);
  return fromLab === 'en' && (!lab || /^en/i.test(lab)) ? languageOf(browser) : fromLab;
}

function chineseWords(translator: ITranslator | null): TranslationBundle {
  const lab = translator && languageOf(translator.languageCode) === 'zh_CN' ? translator.load(DOMAIN) : null;
  return lab && lab.__(PROBE) !== PROBE ? lab : bundleOf(chinese);
}
