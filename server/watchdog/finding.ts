import type { Facts } from '../../schema/messages';

/** Something said about the service or a job, as data: words are made at the edge. */
export type Said = { code: string; facts: Facts };

/** A diagnosis: what it is, since when (ms of the wall clock), and the evidence. The remedy is the hint of its sentence. */
export type Finding = Said & { since: number; evidence: Said[] };
