import type { Language } from '../catalogue';

/** A time to wait in words, rounded as one says it: `7 s`, `2 min 10 s`, `1 h 5 min`. */
export function duration(seconds: number, language: Language): string {
  const [hour, minute, second] = language === 'zh_CN' ? ['小时', '分', '秒'] : ['h', 'min', 's'];
  const whole = Math.max(1, Math.ceil(seconds));
  if (whole < 60) {
    return `${whole} ${second}`;
  }
  if (whole < 3600) {
    const rest = Math.round((whole % 60) / 10) * 10;
    const minutes = Math.floor(whole / 60) + (rest === 60 ? 1 : 0);
    return rest % 60 === 0 || minutes >= 10
      ? `${minutes} ${minute}`
      : `${minutes} ${minute} ${rest} ${second}`;
  }
  const minutes = Math.round((whole % 3600) / 60);
  const hours = Math.floor(whole / 3600) + (minutes === 60 ? 1 : 0);
  return minutes % 60 === 0 ? `${hours} ${hour}` : `${hours} ${hour} ${minutes} ${minute}`;
}
