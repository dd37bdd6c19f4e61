/** Times in words, by what is known of them: a time that was measured, one that is expected, and one that is guessed. */
import type { Language } from '../catalogue';

type Unit = 's' | 'min' | 'h';

const UNITS: Readonly<Record<Language, Readonly<Record<Unit, string>>>> = {
  en: { s: 's', min: 'min', h: 'h' },
  zh_CN: { s: '秒', min: '分钟', h: '小时' }
};
const ROUGH: Readonly<Record<Language, (time: string) => string>> = {
  en: time => `about ${time}`,
  zh_CN: time => `约 ${time}`
};

/** A time that was measured: `0.6 s`, `7 s`, `1 min 20 s`, `13 min`, `2 h 5 min`. */
export function duration(seconds: number, language: Language): string {
  if (seconds < 9.95) {
    const short =
      seconds < 0.95 || seconds % 1 >= 0.05 ? Math.max(0.1, seconds).toFixed(1) : seconds.toFixed(0);
    return worded(language, [Number(short), 's']);
  }
  const whole = Math.round(seconds);
  return whole < 3600 ? minutes(whole, 1, language) : hours(whole, language);
}

/** A time that is expected, never none and rounded up as one says it: `7 s`, `2 min 10 s`, `1 h 5 min`. */
export function estimate(seconds: number, language: Language): string {
  const whole = Math.max(1, Math.ceil(seconds));
  return whole < 3600 ? minutes(whole, 10, language) : hours(whole, language);
}

/** The same with the word that says so: `about 5 s`, `about 1 min 10 s`, `about 2 h`. */
export function about(seconds: number, language: Language): string {
  return ROUGH[language](estimate(seconds, language));
}

/** How long something takes that may be there already: `at once`, else as `about`. */
export function guess(seconds: number, language: Language): string {
  return seconds < 0.5 ? (language === 'en' ? 'at once' : '马上就好') : about(seconds, language);
}

/** Between which times something lies, in few figures, the ends rounded away from each other: `between 1 and 4 min`. */
export function between([low, high]: readonly [number, number], language: Language): string {
  const [from, to] = [roughEnd(low, Math.floor), roughEnd(high, Math.ceil)];
  const last = worded(language, to);
  const first = from[1] === to[1] ? String(from[0]) : worded(language, from);
  if (worded(language, from) === last) {
    return ROUGH[language](last);
  }
  return language === 'en'
    ? `between ${first} and ${last}`
    : `${first}${from[1] === to[1] ? ' ' : ''}到 ${last}之间`;
}

function roughEnd(seconds: number, round: (value: number) => number): [number, Unit] {
  if (seconds < 60) {
    return seconds > 10 ? [round(seconds / 5) * 5, 's'] : [Math.max(1, round(seconds)), 's'];
  }
  return seconds < 5400 ? [round(seconds / 60), 'min'] : [round(seconds / 1800) / 2, 'h'];
}

/** Minutes and seconds; the seconds in steps, and left out from ten minutes on. */
function minutes(whole: number, step: number, language: Language): string {
  if (whole < 60) {
    return worded(language, [whole, 's']);
  }
  const rounded = Math.round(whole / step) * step;
  if (whole >= 600) {
    return worded(language, [step === 1 ? Math.round(rounded / 60) : Math.floor(rounded / 60), 'min']);
  }
  return worded(language, [Math.floor(rounded / 60), 'min'], [rounded % 60, 's']);
}

function hours(whole: number, language: Language): string {
  const all = Math.round(whole / 60);
  return worded(language, [Math.floor(all / 60), 'h'], [all % 60, 'min']);
}

/** The first count, and those after it that are not 0. */
function worded(language: Language, ...counts: [number, Unit][]): string {
  return counts
    .filter(([count], at) => at === 0 || count > 0)
    .map(([count, unit]) => `${count} ${UNITS[language][unit]}`)
    .join(' ');
}
