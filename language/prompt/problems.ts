/** What is odd or wrong about a prompt, as data. */
import type { FaultData } from '../../schema/fault';

/** A remark or an error, and the characters of the prompt it is about, counted from 0 in UTF-16 code units. */
export type PromptFault = FaultData & { at: number; length: number };

/** Hears of what is odd as a reader meets it. It is drawn all the same, but perhaps not as it was meant. */
export type Report = (fault: PromptFault) => void;
