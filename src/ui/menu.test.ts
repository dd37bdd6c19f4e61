import { openMenu, openMenuAt } from './menu';

const menus: { close(): void }[] = [];
jest.mock('@jupyterlab/ui-components', () => ({
  MenuSvg: class {
    private readonly told: (() => void)[] = [];
    aboutToClose = { connect: (run: () => void) => void this.told.push(run) };
    activeIndex = -1;
    constructor() {
      menus.push(this);
    }
    addClass(): void {}
    addItem(): void {}
    dispose(): void {}
    /** As Lumino's own, it takes the focus. */
    open(): void {
      (document.activeElement as HTMLElement).blur();
    }
    close(): void {
      this.told.forEach(run => run());
    }
  }
}));

async function closed(): Promise<void> {
  await new Promise(resolve => setTimeout(resolve));
  menus.pop()!.close();
  await new Promise(resolve => setTimeout(resolve));
}

test.each<[string, (anchor: Element) => void]>([
  ['at the pointer', () => void openMenuAt([], 1, 1)],
  ['from an element', anchor => openMenu([], anchor)]
])('a menu that was opened %s gives the focus back', async (_, open) => {
  const button = document.body.appendChild(document.createElement('button'));
  button.focus();
  open(button);
  await closed();
  expect(document.activeElement).toBe(button);
  button.remove();
});

test('what has the focus by then keeps it', async () => {
  const [one, other] = [1, 2].map(() => document.body.appendChild(document.createElement('button')));
  one.focus();
  void openMenuAt([], 1, 1);
  await new Promise(resolve => setTimeout(resolve));
  other.focus();
  await closed();
  expect(document.activeElement).toBe(other);
});
