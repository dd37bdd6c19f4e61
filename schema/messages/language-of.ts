import type { Language } from '../catalogue';

/** The language of an Accept-Language header or a JupyterLab locale. */
export function languageOf(tag: string | undefined): Language {
  return tag && /^\s*zh\b/i.test(tag.replace('_', '-')) ? 'zh_CN' : 'en';
}
