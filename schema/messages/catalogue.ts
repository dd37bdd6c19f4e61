/** Every message that a person reads. */
import { axisMessages } from './axes';
import { careMessages } from './care';
import { causeMessages } from './causes';
import { cellMessages } from './cell';
import { clientMessages } from './client';
import { colourMessages } from './colour';
import { commandLineMessages } from './command-line';
import { commonMessages } from './common';
import { compareMessages } from './compare';
import { diagnosisMessages } from './diagnoses';
import { fileMessages } from './files';
import { gridMessages } from './grid';
import { loraMessages } from './loras';
import { markMessages } from './marks';
import { modelMessages } from './models';
import { panelMessages } from './panel';
import { pastedMessages } from './pasted';
import { progressMessages } from './progress';
import { promptMessages } from './prompt';
import { promptRemarkMessages } from './prompt-remarks';
import { remarkMessages } from './remarks';
import { requestMessages } from './requests';
import { serviceMessages } from './service';
import { sheetMessages } from './sheet';
import type { FactsOfMessage, Facts } from './types';
import { valueMessages } from './values';
import { wildcardMessages } from './wildcards';

export const catalogue = {
  ...careMessages,
  ...causeMessages,
  ...cellMessages,
  ...clientMessages,
  ...colourMessages,
  ...commandLineMessages,
  ...commonMessages,
  ...compareMessages,
  ...diagnosisMessages,
  ...fileMessages,
  ...axisMessages,
  ...gridMessages,
  ...loraMessages,
  ...markMessages,
  ...modelMessages,
  ...panelMessages,
  ...pastedMessages,
  ...progressMessages,
  ...promptMessages,
  ...promptRemarkMessages,
  ...remarkMessages,
  ...requestMessages,
  ...serviceMessages,
  ...sheetMessages,
  ...valueMessages,
  ...wildcardMessages
};

type Catalogue = typeof catalogue;

export type MessageCode = keyof Catalogue;

type IsOne<Code, All = Code> = Code extends All ? ([All] extends [Code] ? true : false) : never;

/** The facts that a code's message takes, and whatever else is known. What may be one of several codes takes any. */
export type FactsOf<Code extends MessageCode> =
  IsOne<Code> extends true ? FactsOfMessage<Catalogue[Code]> & Facts : Facts;

/** The facts of a code as the rest of a call: none where the message takes none. */
export type RestOfFacts<Code extends MessageCode> =
  Record<never, never> extends FactsOf<Code> ? [facts?: FactsOf<Code>] : [facts: FactsOf<Code>];
