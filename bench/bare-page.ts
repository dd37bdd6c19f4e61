/**
 * What the browser and this machine take for a sweep's pictures by themselves: the same ones in a page with a plain CSS grid and nothing else,
 * in a scrolled part of the same size. A figure of the grid is told beside it.
 */
import type { Page } from 'playwright-core';

type Seen = { pictures: string[]; side: number; columns: number; room: { width: number; height: number } };

/** The pictures of the grid that the page shows, in their order, and how they lie. */
export function seePictures(page: Page, job: string): Promise<Seen> {
  return page.evaluate(async id => {
    const scroller = document.querySelector<HTMLElement>('.jd-Sheet-scroll')!;
    const cell = scroller.querySelector<HTMLElement>('.jd-Cell')!;
    const { src } = cell.querySelector('img')!;
    const reply = await fetch(`${src.slice(0, src.indexOf('/v1/'))}/v1/jobs/${id}`);
    const { job: told } = (await reply.json()) as { job: { cells: { image: string }[] } };
    const heads = scroller.querySelectorAll('.jd-Corner').length;
    return {
      pictures: told.cells.map(({ image }) => src.replace(/images\/[0-9a-f]+/, `images/${image}`)),
      side: cell.offsetWidth,
      columns: Number(scroller.querySelector('[role=grid]')!.getAttribute('aria-colcount')) - heads,
      room: { width: scroller.clientWidth, height: scroller.clientHeight }
    };
  }, job);
}

/** Shows them in the page and waits until those in view are there. `url` is of the same origin. */
export async function showBare(page: Page, url: string, seen: Seen): Promise<void> {
  await page.goto(url);
  await page.evaluate(({ pictures, side, columns, room }) => {
    document.body.innerHTML = `<div class="jd-Sheet-scroll"
      style="width: ${room.width}px; height: ${room.height}px; overflow: auto; background: white">
      <div style="display: grid; gap: 4px; width: max-content; grid-template-columns: repeat(${columns}, ${side}px)">
      ${pictures.map(src => `<img src="${src}" width="${side}" height="${side}" loading="lazy" decoding="async">`).join('')}
      </div></div>`;
  }, seen);
  await page.waitForFunction(() => document.querySelector('img')?.complete);
  await page.waitForTimeout(1500);
}
