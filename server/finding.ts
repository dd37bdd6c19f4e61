import type { FaultData } from '../schema/fault';

/** A diagnosis: what it is, since when (ms of the wall clock), and the evidence. The remedy is the hint of its sentence. */
export type Finding = FaultData & { since: number; evidence: FaultData[] };
