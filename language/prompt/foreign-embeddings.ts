/**
 * How other programs name embeddings: ComfyUI's `embedding:name`, InvokeAI's `<name>`, and a file's name with its ending. Here and in A1111
 * an embedding is known by its name alone, and what stands around it is read as words.
 */
import { findFile, type NamedFile } from '../names/find-file';
import { nearest } from '../names/nearest';
import { WEIGHTS_FILE } from '../names/weight-endings';
import type { Report } from './problems';

const NAME = String.raw`[\p{L}\p{N}][\p{L}\p{N}._-]*`;
const SPELLINGS: readonly RegExp[] = [
  new RegExp(String.raw`\bembedding:\s*(${NAME})`, 'giu'),
  /<([\p{L}\p{N}][^<>:\n]{0,60})>/gu,
  new RegExp(String.raw`(?<![\p{L}\p{N}._:-])(${NAME}\.(?:pt|bin|safetensors))(?![\p{L}\p{N}_-])`, 'giu')
];

/** Tells of embeddings that a text without tags names in another program's way. */
export function reportForeignEmbeddings(text: string, files: readonly NamedFile[], report: Report): void {
  for (const spelling of SPELLINGS) {
    for (const { 0: whole, 1: written, index: at } of text.matchAll(spelling)) {
      const name = written.replace(/[._-]+$/, '').replace(WEIGHTS_FILE, '');
      const place = { at, length: whole.length - (written.length - written.replace(/[._-]+$/, '').length) };
      if (files.some(each => each.name === whole)) {
        continue;
      }
      if (!isUnknown(name, files)) {
        report({
          code: 'embedding_spelt',
          facts: { text: text.slice(at, at + place.length), name },
          ...place
        });
      } else if (whole.startsWith('<')) {
        report({ code: 'angles_are_text', facts: { text: whole }, ...place });
      } else {
        const all = files.flatMap(({ name: own, aliases = [] }) => [own, ...aliases]);
        report({ code: 'embedding_unknown', facts: { name, near: nearest(name, all) }, ...place });
      }
    }
  }
}

/** Whether no file is meant; a hash may be that of a file whose own was never read. */
export function isUnknown(name: string, files: readonly NamedFile[]): boolean {
  const found = findFile(name, files);
  return found === null || ('hash' in found && files.every(({ sha256 }) => sha256));
}
