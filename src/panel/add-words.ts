/** LoRAs and embeddings of the models folders, to be put into a prompt. */
import { modelOf, type Lists } from './shown';
import type { Form } from './form';

export type AddedWords = { label: string; text: string };

/** What can be added to a prompt, LoRAs first; those made for another family of models say so. LoRAs act from the positive side alone. */
export function addedWords(lists: Lists, form: Form, side: 'prompt' | 'negative_prompt'): AddedWords[] {
  const family = modelOf(form, lists)?.family ?? null;
  const kinds = side === 'prompt' ? (['lora', 'embedding'] as const) : (['embedding'] as const);
  return kinds.flatMap(kind =>
    lists.models
      .filter(entry => entry.kind === kind && entry.usable)
      .map(entry => {
        const text = kind === 'lora' ? `<lora:${entry.name}:1>` : entry.name;
        const other = entry.family !== null && family !== null && entry.family !== family;
        return { label: other ? `${text} (${entry.family})` : text, text };
      })
  );
}

/** The prompt with words put in at a place, parted by a comma from what is before and after. */
export function withWords(
  prompt: string,
  at: number,
  words: string
): { text: string; start: number; end: number } {
  const [before, after] = [prompt.slice(0, at), prompt.slice(at)];
  const opening = before.trim() === '' || /[,，]\s*$/.test(before) ? '' : ', ';
  const gap = opening === '' && /[,，]$/.test(before) ? ' ' : opening;
  const closing = after.trim() === '' || /^\s*[,，]/.test(after) ? '' : ', ';
  const end = at + gap.length + words.length;
  return {
    text: before.trimEnd() === '' ? words + closing + after : before + gap + words + closing + after,
    start: end,
    end
  };
}
