import { CommandRegistry } from '@lumino/commands';

export type MenuItem =
  { label: string; run(): void; checked?: boolean; enabled?: boolean; keys?: string } | 'separator';

/** Opens a menu of Lab's own kind under (or above) an element, and gives the focus back when it closes. */
export function openMenu(items: readonly MenuItem[], anchor: Element): void {
  const { left, bottom } = anchor.getBoundingClientRect();
  void openMenuAt(items, left, bottom + 2, anchor);
}

/** Opens a menu at a place of the window. */
export async function openMenuAt(
  items: readonly MenuItem[],
  x: number,
  y: number,
  focusAfter?: Element | null
): Promise<void> {
  // Lab has it already; the tests of the grid do without.
  const { MenuSvg } = await import('@jupyterlab/ui-components');
  const commands = new CommandRegistry();
  const menu = new MenuSvg({ commands });
  menu.addClass('jd-Menu');
  items.forEach((item, position) => {
    if (item === 'separator') {
      menu.addItem({ type: 'separator' });
      return;
    }
    const command = `grid-menu:item-${position}`;
    commands.addCommand(command, {
      label: item.label,
      describedBy: { args: { type: 'object', properties: {} } },
      isToggleable: item.checked !== undefined,
      isToggled: () => item.checked === true,
      isEnabled: () => item.enabled !== false,
      execute: () => item.run()
    });
    if (item.keys) {
      // Shown beside the item; the grid itself acts on the key.
      commands.addKeyBinding({ command, keys: [item.keys], selector: '.jd-never' });
    }
    menu.addItem({ command });
  });
  menu.aboutToClose.connect(() => {
    // A menu still runs its command after this signal; it may be thrown away only afterwards.
    setTimeout(() => {
      menu.dispose();
      if (focusAfter instanceof HTMLElement && document.activeElement === document.body) {
        focusAfter.focus();
      }
    });
  });
  menu.open(x, y);
}
