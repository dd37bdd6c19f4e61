/**
 * The states of jobs and of their cells. Open ones go on by themselves; those that are over stay, unless somebody asks for a
 * retry. Here, beside the wire that carries them, so that service and browser ask the same table; a client in another
 * language asks `finished`, which a job has exactly while it is over.
 */

export const OPEN_JOB_STATES = ['queued', 'running', 'paused'] as const;
export const OPEN_CELL_STATES = ['queued', 'running'] as const;
export const OVER_STATES = ['done', 'failed', 'cancelled'] as const;
/** What a retry draws again. */
export const RETRIED_STATES = ['failed', 'cancelled'] as const;

export const JOB_STATES = [...OPEN_JOB_STATES, ...OVER_STATES] as const;
export const CELL_STATES = [...OPEN_CELL_STATES, ...OVER_STATES] as const;

/** Which jobs go before others: high before all, low once nothing else waits. */
export const PRIORITIES = ['low', 'normal', 'high'] as const;
export type Priority = (typeof PRIORITIES)[number];

export type JobState = (typeof JOB_STATES)[number];
export type CellState = (typeof CELL_STATES)[number];

/** Whether a job or a cell has come to its end, good or bad. */
export function isOver(state: JobState | CellState): boolean {
  return isOneOf(OVER_STATES, state);
}

/** Whether a retry draws a cell in this state again. */
export function isRetried(state: CellState): boolean {
  return isOneOf(RETRIED_STATES, state);
}

function isOneOf(states: readonly string[], state: string): boolean {
  return states.includes(state);
}
