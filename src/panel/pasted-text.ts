/** Texts that may be more than words of a prompt, and what a paste of one put into a field. */
import { holdsSettings, isSweepCell } from '../../language/cell/editor';
import { fieldOf, setText, type Form } from './form';

export type TextField = HTMLTextAreaElement | HTMLInputElement;

/** A paste into a field of the panel: what it put in where, and what it took the place of. */
export type Paste = { field: string; at: number; text: string; replaced: string };

/** `cell` and `settings` are sure; `perhaps` is for the service to tell, which knows how many programs write. */
export type TextKind = 'cell' | 'settings' | 'perhaps' | 'words';

/** Longer texts are left to the service. */
const LENGTH_MAX = 200_000;
const LABELS_MIN = 3;
/** A label as lists of settings have it, at the start of a line or behind a comma. */
const LABEL = /(?:^|[\n,，|])[\s*_"'>-]{0,8}[\p{L}_][\p{L}\p{N}_ /-]{1,30}["*_]{0,3}(?:\s{0,3}[:：]|\t)/gu;
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

/** What the browser's own paste puts into a field, once it has. */
export function pasteIn(field: TextField): Promise<Paste> {
  const { value: before } = field;
  const at = field.selectionStart ?? before.length;
  const end = field.selectionEnd ?? before.length;
  return new Promise(resolve =>
    setTimeout(() => {
      const text = field.value.slice(at, field.value.length - (before.length - end));
      resolve({ field: field.dataset.field ?? '', at, text, replaced: before.slice(at, end) });
    })
  );
}

/** The form as it would be without a paste, whatever was written around it since; the same form where the pasted text is gone. */
export function withoutPaste(form: Form, { field, at, text, replaced }: Paste): Form {
  const part = field === 'prompt' ? 'prompt' : field === 'negative_prompt' ? 'negative' : null;
  const now = part ? form[part] : fieldOf(form, field).text;
  const start = nearest(now, text, at);
  if (start < 0) {
    return form;
  }
  const then = now.slice(0, start) + replaced + now.slice(start + text.length);
  return part ? { ...form, [part]: then } : setText(form, field, then);
}

/** Where a text holds another, as near to a place as it does; -1 where it doesn't. */
function nearest(text: string, part: string, at: number): number {
  if (part === '') {
    return -1;
  }
  const [before, behind] = [text.lastIndexOf(part, at), text.indexOf(part, at)];
  return behind < 0 || (before >= 0 && at - before < behind - at) ? before : behind;
}
