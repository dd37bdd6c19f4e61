/** Texts that may be more than words of a prompt, and how a paste that was held back goes on. */
import { holdsSettings, isSweepCell } from '../../language/cell/editor';

export type TextField = HTMLTextAreaElement | HTMLInputElement;

/** `cell` and `settings` are sure; `perhaps` is for the service to tell, which knows how many programs write. */
export type TextKind = 'cell' | 'settings' | 'perhaps' | 'words';

/** Longer texts are left to the service. */
const LENGTH_MAX = 200_000;
const LABELS_MIN = 3;
/** A label as lists of settings have it, at the start of a line or behind a comma. */
const LABEL = /(?:^|[\n,，|])[\s*_"'>-]{0,8}[\p{L}_][\p{L}\p{N}_ /-]{1,30}["*_]{0,3}\s{0,3}[:：]/gu;
/** Flags of a command line, and a call with a prompt. */
const COMMAND = /(?:^|\s)--?[a-zA-Z][\w-]*[ =]\S|\bprompt\s*=\s*["']/;

export function kindOf(text: string): TextKind {
  if (isSweepCell(text)) {
    return 'cell';
  }
  if (text.length > LENGTH_MAX) {
    return 'perhaps';
  }
  if (holdsSettings(text)) {
    return 'settings';
  }
  return COMMAND.test(text) || (text.match(LABEL)?.length ?? 0) >= LABELS_MIN ? 'perhaps' : 'words';
}

/** The field of text that an event is for, or null. */
export function textFieldOf(target: EventTarget | null): TextField | null {
  const writes = target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement;
  return writes ? target : null;
}

/** Puts a text where the selection is, as pasting does: through the browser's own undo history where it lets us. */
export function pasteInto(field: TextField, text: string): void {
  field.focus();
  if (!document.execCommand?.('insertText', false, text)) {
    field.setRangeText(text, field.selectionStart ?? 0, field.selectionEnd ?? 0, 'end');
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
}
