/** What a page does while something happens in it: the times between its frames, and what kept its thread. Functions for `page.evaluate`. */
import type { Page } from 'playwright-core';

export type Frames = {
  /** Milliseconds between two frames. */
  gaps: number[];
  /** Milliseconds of each task above 50 ms. */
  tasks: number[];
};

type Watch = Frames & { over: boolean };
type Watched = { benchWatch?: Watch };

/** Counts frames and long tasks of the page until `endWatch`. */
export function beginWatch(page: Page): Promise<void> {
  return page.evaluate(() => {
    const watch: Watch = { gaps: [], tasks: [], over: false };
    (globalThis as Watched).benchWatch = watch;
    new PerformanceObserver((list, observer) => {
      watch.tasks.push(...list.getEntries().map(({ duration }) => duration));
      if (watch.over) {
        observer.disconnect();
      }
    }).observe({ entryTypes: ['longtask'] });
    let before = performance.now();
    const tick = (now: number): void => {
      watch.gaps.push(now - before);
      before = now;
      if (!watch.over) {
        requestAnimationFrame(tick);
      }
    };
    requestAnimationFrame(tick);
  });
}

export async function endWatch(page: Page): Promise<Frames> {
  // Tasks are told a moment after they ended.
  await page.waitForTimeout(100);
  return page.evaluate(() => {
    const watch = (globalThis as Watched).benchWatch!;
    watch.over = true;
    return { gaps: watch.gaps.slice(1), tasks: watch.tasks };
  });
}

/** Scrolls the sheet down and up again, as far as a wheel does that is turned fast, a step each frame. */
export function scrollSheet(page: Page, ms: number): Promise<void> {
  return page.evaluate(async time => {
    const sheet = document.querySelector('.jd-Sheet-scroll')!;
    const end = performance.now() + time;
    let step = 40;
    while (performance.now() < end) {
      const before = sheet.scrollTop;
      sheet.scrollTop += step;
      step = sheet.scrollTop === before ? -step : step;
      await new Promise(resolve => requestAnimationFrame(resolve));
    }
  }, ms);
}

export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}
