/** The places of the service at which a kill could tell a promise from what is stored. */
export const KILL_POINTS = [
  'before temp write',
  'after temp write',
  'after rename',
  'after folder sync',
  'before append',
  'after append',
  'after removal',
  'before row',
  'before commit',
  'after commit',
  'before commit of a submit',
  'after commit of a submit',
  'after commit of a part of a submit',
  'after commit of a part of a cancelling',
  'after commit of a part of a forgetting',
  'before event',
  'before reply'
] as const;

export type KillPoint = (typeof KILL_POINTS)[number];

/** Those that only a job of many cells passes. */
export const LARGE_POINTS: ReadonlySet<string> = new Set(
  KILL_POINTS.filter(point => point.includes('a part of'))
);

/** Times that are no place of the code. */
export const KILL_TIMES = ['some time', 'some time of the start'] as const;

type KillTime = (typeof KILL_TIMES)[number];

/**
 * Who is killed with SIGKILL, and when: at the nth time that a point is passed since the start, or after so many ms since it answered. A disk is
 * not killed, it hangs from then on.
 */
export type Kill = { whom: 'service' | 'engine' | 'disk' } & (
  { point: KillPoint; nth: number } | { point: KillTime; afterMs: number }
);

/** Where the service of the test build finds the kill that is meant for it. */
export const KILL_VARIABLE = 'DIFFUSION_TEST_KILL';
