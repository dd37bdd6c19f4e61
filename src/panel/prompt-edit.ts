/** Changes to a prompt that go through the text area, so that they are in the browser's own undo history. */
import { changeWeight, type Edit } from '../../language/cell/editor';
import type { PanelModel } from './model';
import { styleOf } from './prompt-reading';

/** Changes the weight of what is selected, or of the words at the caret. */
export function weigh(model: PanelModel, area: HTMLTextAreaElement, delta: number): void {
  const { value, selectionStart, selectionEnd } = area;
  const style = styleOf(model.state.form, fieldOfArea(area));
  applyEdit(model, area, changeWeight(value, selectionStart, selectionEnd, delta, style));
}

/** Replaces what differs, through the editor's own undo history where the browser lets us. */
export function applyEdit(model: PanelModel, area: HTMLTextAreaElement, edit: Edit): void {
  const { value } = area;
  if (edit.text === value) {
    return;
  }
  let from = 0;
  while (from < value.length && value[from] === edit.text[from]) {
    from++;
  }
  let tail = 0;
  const most = Math.min(value.length, edit.text.length) - from;
  while (tail < most && value.at(-1 - tail) === edit.text.at(-1 - tail)) {
    tail++;
  }
  area.focus();
  area.setSelectionRange(from, value.length - tail);
  const insert = edit.text.slice(from, edit.text.length - tail);
  const done =
    insert === '' ? document.execCommand('delete') : document.execCommand('insertText', false, insert);
  if (!done) {
    writePrompt(model, area.dataset.field, edit.text);
  }
  // After React has written the value: it would put the caret at the end.
  requestAnimationFrame(() => area.setSelectionRange(edit.start, edit.end));
}

/** Which of the two prompts stands in a text area. */
function fieldOfArea({ dataset }: HTMLElement): 'prompt' | 'negative_prompt' {
  return dataset.field === 'negative_prompt' ? dataset.field : 'prompt';
}

/** Puts a text into the form as the prompt, or the negative one. */
export function writePrompt(model: PanelModel, field: string | undefined, text: string): void {
  const { form } = model.state;
  model.edit(field === 'negative_prompt' ? { ...form, negative: text } : { ...form, prompt: text });
}
