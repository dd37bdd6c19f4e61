import type { MessageCode } from '../../schema/messages';

const others: Readonly<Partial<Record<MessageCode, number>>> = {
  unauthorized: 401,
  foreign_origin: 403,
  bad_host: 403,
  not_found: 404,
  method_not_allowed: 405,
  idempotency_conflict: 409,
  job_not_paused: 409,
  job_over: 409,
  cell_over: 409,
  cell_not_done: 409,
  cell_not_missing: 409,
  cell_unknown_yet: 409,
  cells_not_waiting: 409,
  too_many_redraws: 429,
  queue_not_paused: 409,
  too_many_jobs: 429,
  job_running: 409,
  nothing_failed: 409,
  picture_large: 413,
  too_large: 413,
  bad_encoding: 415,
  picture_format: 415,
  unsupported_media_type: 415,
  data_in_use: 500,
  data_locked: 500,
  data_newer: 500,
  data_unwritable: 500,
  internal: 500,
  engine_down: 503,
  disk_failing: 503,
  disk_silent: 503,
  service_starting: 503,
  disk_full: 507
};

/** The HTTP status that an error travels with: 400, what is asked for is at fault, unless it is one of the few that are not. */
export function statusOf(code: MessageCode): number {
  return others[code] ?? 400;
}
