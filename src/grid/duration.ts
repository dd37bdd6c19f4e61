import type { TranslationBundle } from '@jupyterlab/translation';

/** A duration as people say it: "0.6 s", "7 s", "1 min 20 s", "2 h 5 min". */
export function duration(seconds: number, trans: TranslationBundle): string {
  if (seconds < 9.95) {
    const short =
      seconds < 0.95 || seconds % 1 >= 0.05 ? Math.max(0.1, seconds).toFixed(1) : seconds.toFixed(0);
    return trans.__('%1 s', short.replace(/\.0$/, ''));
  }
  const whole = Math.round(seconds);
  if (whole < 60) {
    return trans.__('%1 s', whole);
  }
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) {
    return whole % 60 === 0 || minutes >= 10
      ? trans.__('%1 min', Math.round(whole / 60))
      : trans.__('%1 min %2 s', minutes, whole % 60);
  }
  const allMinutes = Math.round(whole / 60);
  const left = allMinutes % 60;
  const hours = Math.floor(allMinutes / 60);
  return left === 0 ? trans.__('%1 h', hours) : trans.__('%1 h %2 min', hours, left);
}

/** A time that is only expected: no finer than a second, and never none. */
export function estimate(seconds: number, trans: TranslationBundle): string {
  return duration(Math.max(1, Math.round(seconds)), trans);
}
