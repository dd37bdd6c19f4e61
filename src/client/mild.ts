const MILD = ['slow', 'silent', 'recovered', 'waiting', 'asleep', 'disk_full'];

/** Whether a diagnosis tells of something that passes by itself, so that it is no alarm. */
export function isMild(code: string): boolean {
  return MILD.includes(code);
}
