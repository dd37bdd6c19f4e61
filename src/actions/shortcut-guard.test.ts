import { CommandRegistry } from '@lumino/commands';
import { ShortcutGuard } from './shortcut-guard';

/** A notebook in command mode as Lab sees it: shortcuts on whatever has the focus inside. */
function notebook(): { ran: string[]; cell: HTMLElement; guard: ShortcutGuard } {
  const ran: string[] = [];
  const commands = new CommandRegistry();
  for (const keys of ['X', 'A', 'Ctrl S', 'Shift Enter']) {
    commands.addCommand(`test:${keys}`, {
      describedBy: { args: { type: 'object', properties: {} } },
      execute: () => void ran.push(keys)
    });
    commands.addKeyBinding({ command: `test:${keys}`, keys: [keys], selector: '.jp-Notebook :focus' });
  }
  document.body.innerHTML =
    '<div class="jp-Notebook"><div class="grid"><div class="cell" tabindex="0"></div></div></div>';
  document.addEventListener('keydown', event => commands.processKeydownEvent(event), true);
  const guard = new ShortcutGuard(
    document.querySelector<HTMLElement>('.grid')!,
    ({ ctrlKey, shiftKey }) => ctrlKey || shiftKey
  );
  return { ran, guard, cell: document.querySelector<HTMLElement>('.cell')! };
}
function press(node: HTMLElement, key: string, keyCode: number, change: KeyboardEventInit = {}): void {
  node.dispatchEvent(
    new KeyboardEvent('keydown', { key, keyCode, bubbles: true, cancelable: true, ...change })
  );
}

test('plain letters stay in the grid, Lab keeps saving and running', () => {
  const { ran, cell, guard } = notebook();
  cell.focus();
  press(cell, 'x', 88);
  press(cell, 'a', 65);
  expect(ran).toEqual([]);
  press(cell, 's', 83, { ctrlKey: true });
  press(cell, 'Enter', 13, { shiftKey: true });
  expect(ran).toEqual(['Ctrl S', 'Shift Enter']);
  press(cell, 'x', 88);
  expect(ran).toHaveLength(2);
  guard.dispose();
});
