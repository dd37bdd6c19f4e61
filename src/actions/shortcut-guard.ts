const ATTRIBUTE = 'data-lm-suppress-shortcuts';

/**
 * Keeps Lab's shortcuts out of a node while its keys are ours. In command mode a plain X would cut the notebook cell and A insert
 * one; Ctrl S and Shift Enter, though, still mean what they mean everywhere.
 *
 * Lab looks for the attribute from the focused element upwards and stops at the first element that a shortcut's selector matches,
 * and the notebook's selectors match whatever has the focus: so the focused element itself must bear it. Lab decides in the capture
 * phase of the document at the earliest, so this decides one step before, at the window.
 */
export class ShortcutGuard {
  constructor(
    private readonly node: HTMLElement,
    /** True for a key that is none of the node's. */
    private readonly isForLab: (event: KeyboardEvent) => boolean
  ) {
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
    const keep = !this.isForLab(event);
    for (const element of [this.node, event.target]) {
      if (element instanceof Element) {
        element.toggleAttribute(ATTRIBUTE, keep);
      }
    }
  };
}
