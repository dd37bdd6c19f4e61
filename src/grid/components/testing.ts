/** A page to draw a grid on, new for each test. */
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';

export type TestPage = { root: Root; all(selector: string): HTMLElement[] };

/** Sets the page up and takes it down around each test of a file; what jsdom lacks is made up. */
export function useTestPage(): TestPage {
  let page: HTMLElement;
  const made = {
    all: (selector: string): HTMLElement[] => [...page.querySelectorAll<HTMLElement>(selector)]
  } as TestPage;
  beforeAll(() => {
    const Observer = class {
      observe(): void {}
      unobserve(): void {}
      disconnect(): void {}
    };
    Object.assign(globalThis, {
      IS_REACT_ACT_ENVIRONMENT: true,
      ResizeObserver: Observer,
      IntersectionObserver: Observer
    });
    Element.prototype.scrollIntoView = () => undefined;
  });
  beforeEach(() => {
    page = document.body.appendChild(document.createElement('div'));
    made.root = createRoot(page);
  });
  afterEach(() => {
    act(() => made.root.unmount());
    page.remove();
  });
  return made;
}
