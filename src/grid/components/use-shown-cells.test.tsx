import { act } from 'react';
import type { JobState } from '../../../schema/wire';
import { axis, cellsOf, english, FakeClient, gridOf, makeJob, makePayload, settle } from '../testing';
import { GridView } from './grid-view';
import { useTestPage } from './testing';

const axes = [axis('seed', [1, 2, 3])];
const page = useTestPage();
let measured: number;
let observers: { see(entries: object[]): void; watches: Element[] }[];

beforeEach(() => {
  measured = 0;
  observers = [];
  const Observer = class {
    watches: Element[] = [];
    constructor(readonly see: (entries: object[]) => void) {
      observers.push(this);
    }
    observe(node: Element): void {
      this.watches.push(node);
    }
    unobserve(): void {}
    disconnect(): void {
      this.watches = [];
    }
  };
  Object.assign(globalThis, { IntersectionObserver: Observer, ResizeObserver: Observer });
  jest.spyOn(window, 'requestAnimationFrame').mockImplementation(run => (run(0), 1));
  jest.spyOn(Element.prototype, 'getBoundingClientRect').mockImplementation(function (this: Element) {
    measured += this.matches('[data-cell]') ? 1 : 0;
    return { left: 0, top: 0, right: 10, bottom: 10, width: 10, height: 10 } as DOMRect;
  });
});
afterEach(() => void jest.restoreAllMocks());

async function draw(state: JobState, trusted = true): Promise<FakeClient> {
  const cells = cellsOf(axes, state === 'done' ? 'done' : 'queued');
  const service = new FakeClient(makeJob(axes, { state, seq: 4, cells }));
  const model = gridOf(service);
  await act(async () => {
    page.root.render(<GridView model={model} text={english} />);
    model.showPayload(makePayload(axes), trusted);
    await settle();
  });
  return service;
}
const scroller = (): HTMLElement => page.all('.jd-Sheet-scroll')[0];

/** How many cells are measured while something happens. */
async function measures(happens: () => void): Promise<number> {
  measured = 0;
  await act(async () => happens());
  return measured;
}
const scroll =
  (node: Node): (() => void) =>
  () =>
    void node.dispatchEvent(new Event('scroll'));

test('a scroll of the page measures the cells of a job that is drawn', async () => {
  await draw('running');
  expect(await measures(scroll(document))).toBe(3);
  expect(await measures(scroll(scroller()))).toBe(3);
});

test.each([
  ['is finished', 'done', true],
  ['the service isn’t asked about', 'running', false]
] as const)('a grid whose job %s measures nothing', async (_, state, trusted) => {
  await draw(state, trusted);
  expect(await measures(scroll(document))).toBe(0);
});

test('a scroll that can’t move the grid measures nothing', async () => {
  await draw('running');
  const editor = document.body.appendChild(document.createElement('div'));
  expect(await measures(scroll(editor))).toBe(0);
  editor.remove();
});

test('a grid out of sight measures nothing until it is seen again', async () => {
  await draw('running');
  const see = (isIntersecting: boolean) => (): void =>
    observers
      .filter(({ watches }) => watches.includes(scroller()))
      .forEach(each => each.see([{ isIntersecting }]));
  await measures(see(false));
  expect(await measures(scroll(document))).toBe(0);
  expect(await measures(see(true))).toBeGreaterThan(0);
  expect(await measures(scroll(document))).toBe(3);
});

test('a panel that is made larger shows more, though nothing was scrolled or drawn', async () => {
  await draw('running');
  const counts: number[] = [];
  for (const { see, watches } of observers) {
    if (watches.includes(scroller())) {
      counts.push(await measures(() => see([{ isIntersecting: true }])));
    }
  }
  // What comes into sight, and what gets another size.
  expect(counts.filter(count => count > 0)).toHaveLength(2);
});
