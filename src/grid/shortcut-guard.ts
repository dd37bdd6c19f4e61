import { fullCommand, gridCommand } from './keys';

const ATTRIBUTE = 'data-lm-suppress-shortcuts';

/**
 * Keeps Lab's shortcuts out of a node while its keys are ours. In command mode a plain X would cut the notebook cell; Ctrl S and
 * Shift Enter, though, still mean what they mean everywhere. Lab decides in the capture phase of the document, so this decides one
 * step earlier, at the window.
 */
export class ShortcutGuard {
  constructor(private readonly node: HTMLElement) {
    node.setAttribute(ATTRIBUTE, 'true');
    node.addEventListener('focusin', this.watch);
    node.addEventListener('focusout', this.rest);
  }

  dispose(): void {
    this.node.removeEventListener('focusin', this.watch);
    this.node.removeEventListener('focusout', this.rest);
    this.rest();
  }

  private readonly watch = (): void => window.addEventListener('keydown', this.decide, true);
  private readonly rest = (): void => window.removeEventListener('keydown', this.decide, true);

  private readonly decide = (event: KeyboardEvent): void => {
    this.node.toggleAttribute(ATTRIBUTE, !isForLab(event));
  };
}

/** True for a key that the grid has no use for and that can't be a slip while moving through it. */
export function isForLab(event: KeyboardEvent): boolean {
  const combined =
    event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && event.key === 'Enter');
  return combined && gridCommand(event) === null && fullCommand(event) === null;
}
