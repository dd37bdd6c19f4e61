import { CommandRegistry } from '@lumino/commands';

export type MenuItem = { label: string; run(): void; checked?: boolean; keys?: string } | 'line';

/** Opens a menu of Lab's own kind under (or above) an element, and gives the focus back when it closes. */
export function openMenu(items: readonly MenuItem[], anchor: Element): void {
  const { left, bottom } = anchor.getBoundingClientRect();
  void openMenuAt(items, left, bottom + 2, anchor);
}

/** Opens a menu at a place of the window, and gives the focus back when it closes. Its first item is chosen when it hangs from an element: the keys may go on at once. */
export async function openMenuAt(
  items: readonly MenuItem[],
  x: number,
  y: number,
  anchor: Element | null = null
): Promise<void> {
  // Lab has it already; tests of what opens a menu do without.
  const { MenuSvg } = await import('@jupyterlab/ui-components');
  const commands = new CommandRegistry();
  const menu = new MenuSvg({ commands });
  menu.addClass('jd-Menu');
  items.forEach((item, position) => {
    if (item === 'line') {
      menu.addItem({ type: 'separator' });
      return;
    }
    const command = `jupyterlab-diffusion:menu-${position}`;
    commands.addCommand(command, {
      label: item.label,
      describedBy: { args: { type: 'object', properties: {} } },
      isToggleable: item.checked !== undefined,
      isToggled: () => item.checked === true,
      execute: () => item.run()
    });
    if (item.keys) {
      // Shown beside the item; who opened the menu acts on the key.
      commands.addKeyBinding({ command, keys: [item.keys], selector: '.jd-never' });
    }
    menu.addItem({ command });
  });
  const before = document.activeElement;
  menu.aboutToClose.connect(() => {
    // A menu still runs its command after this signal; it may be thrown away only afterwards.
    setTimeout(() => {
      menu.dispose();
      const back = anchor ?? before;
      if (back instanceof HTMLElement && back.isConnected && document.activeElement === document.body) {
        back.focus({ preventScroll: true });
      }
    });
  });
  menu.open(x, y);
  if (anchor) {
    menu.activeIndex = 0;
  }
}
