import { hasCode } from '../../schema/messages/has-code';

/** Whether a diagnosis tells of something that passes by itself, so that it is no alarm. */
export function isMild(diagnosis: { code: string }): boolean {
  return hasCode(
    diagnosis,
    'slow',
    'silent',
    'recovered',
    'waiting',
    'overtaken',
    'queue_paused',
    'asleep',
    'stood_still',
    'clock_changed',
    'disk_full',
    'disk_slow',
    'disk_failing'
  );
}
