import type { Language } from '../../schema/catalogue';
import { say } from '../../schema/messages/browser';
import type { IDiffusionText } from '../tokens';

/** The words of the interface in a language. */
export function textIn(language: Language): IDiffusionText {
  return { language, say: (code, ...[facts]) => say(code, facts, language) };
}
