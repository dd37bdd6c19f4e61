import type { Facts, Sentence } from './index';

/** What is wrong or odd about a prompt. */
export const promptEn = {
  bad_weight: (f: Facts): Sentence => ({
    message: `"${f.text}" is not a weight (character ${Number(f.at) + 1} of the prompt).`,
    hint: 'Write (words:1.2); a bracket that is meant as text is \\( or \\).'
  }),
  bad_tag: (f: Facts): Sentence => ({
    message: `"${f.text}" is not a weight; it stands in the tag of ${f.name} (character ${Number(f.at) + 1} of the prompt).`,
    hint: 'Write <lora:name:0.8>, or <lora:name:0.8:0.5> with another weight in the UNet.'
  }),
  embedding_misfit: (f: Facts): Sentence => ({
    message: `The embedding ${f.name} does not fit this model: its vectors have ${f.found} numbers, the model's ${f.expected}.`,
    hint: 'An embedding works with the family of models it was trained for.'
  }),
  embedding_too_long: (f: Facts): Sentence => ({
    message: `The embedding ${f.name} has ${f.found} vectors; a chunk holds ${f.limit}.`
  }),
  wildcard_missing: (f: Facts): Sentence => ({
    message: `There is no wildcard __${f.name}__.${f.near ? ` Did you mean __${f.near}__?` : ''}`,
    hint: `Put ${f.name}.txt, an option a line, into the folder wildcards of a models folder.`
  }),
  wildcard_empty: (f: Facts): Sentence => ({
    message: `The wildcard __${f.name}__ has no options.`,
    hint: 'Write an option a line; lines that begin with # are not counted.'
  }),
  wildcard_cycle: (f: Facts): Sentence => ({ message: `A wildcard leads back to itself: ${f.path}.` }),
  wildcard_depth: (f: Facts): Sentence => ({
    message: `Wildcards and choices lie deeper than ${f.limit} in each other.`
  }),
  prompt_too_long: (f: Facts): Sentence => ({
    message: `The prompt is longer than ${f.limit} characters.`
  }),
  too_many_chunks: (f: Facts): Sentence => ({
    message: `The prompt makes more than ${f.limit} chunks of tokens.`,
    hint: 'Each BREAK begins one, and so do 75 tokens.'
  }),
  bracket_unclosed: (f: Facts): Sentence => ({
    message: `This ${f.text} is never closed; it weighs all that follows.`,
    hint: `Close it, or write \\${f.text} for the character itself.`
  }),
  bracket_unopened: (f: Facts): Sentence => ({
    message: `${f.text} closes nothing and is read as text.`
  }),
  brackets_too_deep: (f: Facts): Sentence => ({
    message: `Brackets lie deeper than ${f.limit} in each other (character ${Number(f.at) + 1} of the prompt).`
  }),
  weight_outside: (f: Facts): Sentence => ({
    message: `${f.text} stands in no brackets and is read as text.`,
    hint: `Write (words${f.text}).`
  }),
  weight_trailing: (f: Facts): Sentence => ({
    message: `${f.text} at the end weighs the whole prompt, as in A1111.`,
    hint: 'With strict it is text.'
  }),
  break_in_brackets: (): Sentence => ({
    message: 'BREAK in brackets is read as a word, as in A1111.',
    hint: 'With strict it ends the chunk.'
  }),
  edit_unreadable: (f: Facts): Sentence => ({
    message: `${f.text} edits nothing and is read as text.`,
    hint: 'Write [from:to:0.5], [to:0.5], [from::0.5] or [one|other].'
  }),
  editing_off: (f: Facts): Sentence => ({
    message: `${f.text} outside of brackets turns off all editing of this prompt, as in A1111.`,
    hint: `Write \\${f.text}, or set strict.`
  }),
  tag_in_negative: (f: Facts): Sentence => ({
    message: `${f.text} does nothing in the negative prompt; it is left out.`
  }),
  tag_unknown: (f: Facts): Sentence => ({
    message: `<${f.kind}:…> is no tag we know; it is left out.`,
    hint: 'Known: <lora:name:weight>.'
  }),
  hypernet_unsupported: (f: Facts): Sentence => ({
    message: `The hypernetwork ${f.name} is left out: hypernetworks are not supported.`
  }),
  lora_unknown: (f: Facts): Sentence => ({
    message: `There is no LoRA ${f.name}.${f.near ? ` Did you mean ${f.near}?` : ''}`
  }),
  embedding_unknown: (f: Facts): Sentence => ({
    message: `There is no embedding ${f.name}.${f.near ? ` Did you mean ${f.near}?` : ''}`,
    hint: 'An embedding is used by its name alone.'
  })
};
