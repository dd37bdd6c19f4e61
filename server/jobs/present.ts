import type { Language } from '../../schema/catalogue';
import type { FaultData } from '../../schema/fault';
import { sentence } from '../../schema/messages';
import type { Fact } from '../../schema/messages/types';
import type { WireMessage } from '../../schema/wire';

/** A fault as the wire carries it: the data, and its sentence in a language. */
export function present({ code, facts, where }: FaultData, language: Language): WireMessage {
  const { also, ...others } = facts;
  return {
    ...{ code, facts, ...sentence(code, facts, language) },
    ...(where ? { where } : {}),
    ...(also === undefined
      ? {}
      : {
          alone: sentence(code, others, language).message,
          also: remarksIn(also).map(each => present(each, language))
        })
  };
}

/** The remarks that a fact tells, which several are as one within the other. */
function remarksIn(fact: Fact | undefined): FaultData[] {
  if (typeof fact !== 'object' || !('code' in fact)) {
    return [];
  }
  const { code, facts } = fact;
  return code === 'several_remarks'
    ? [...remarksIn(facts.first), ...remarksIn(facts.then)]
    : [{ code, facts } as FaultData];
}
