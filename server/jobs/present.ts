import type { Language } from '../../schema/catalogue';
import type { FaultData } from '../../schema/fault';
import { sentence } from '../../schema/messages';
import type { WireMessage } from '../../schema/wire';

/** A fault as the wire carries it: the data, and its sentence in a language. */
export function present({ code, facts, where }: FaultData, language: Language): WireMessage {
  return { code, facts, ...sentence(code, facts, language), ...(where ? { where } : {}) };
}
