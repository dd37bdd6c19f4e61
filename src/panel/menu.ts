import { CommandRegistry } from '@lumino/commands';
import { Menu } from '@lumino/widgets';
import type { MenuItem } from './view';

/** Drops a menu below an element; it takes the keys, and gives the focus back when it closes. */
export function dropMenu(items: readonly MenuItem[], anchor: Element): void {
  const commands = new CommandRegistry();
  const menu = new Menu({ commands });
  items.forEach((item, k) => {
    if (item === 'line') {
      menu.addItem({ type: 'separator' });
      return;
    }
    const command = `jupyterlab-diffusion:menu-${k}`;
    commands.addCommand(command, {
      label: item.label,
      isToggleable: item.checked !== undefined,
      isToggled: () => item.checked === true,
      describedBy: { args: null },
      execute: () => item.run()
    });
    menu.addItem({ command });
  });
  const { left, bottom } = anchor.getBoundingClientRect();
  menu.aboutToClose.connect(closing => {
    (anchor as HTMLElement).focus();
    // The menu still uses itself while it closes.
    requestAnimationFrame(() => closing.dispose());
  }, anchor);
  menu.open(left, bottom);
  menu.activeIndex = 0;
}
