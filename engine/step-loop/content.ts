import { createHash, hash } from 'node:crypto';
import type { DecodeNeed, EncodePictureNeed, PredictNeed, PromptText, Row, UpscaleNeed } from '../pipeline';

/** What goes to the networks by itself: a prompt, or a whole need. */
export type SingleNeed =
  { kind: 'encode'; prompt: PromptText } | DecodeNeed | EncodePictureNeed | UpscaleNeed;

/** A name of numbers: equal exactly when the bytes are. */
export function contentId(numbers: Float32Array): string {
  // crypto.hash is one call without an object; it came with Node 20.12.
  return hash ? hash('sha1', numbers, 'base64') : createHash('sha1').update(numbers).digest('base64');
}

/** A name for each row, equal exactly when the network's answer must be. */
export function rowIds({ rows, height, width, flavour, tiling = false, checkpoint }: PredictNeed): string[] {
  const idOf = memoized(contentId);
  const batchKey = `${flavour} ${height}x${width} ${tiling} ${checkpoint?.path ?? ''}`;
  return rows.map(
    row => `${idOf(row.x)} ${row.timestep} ${row.context.id} ${otherInputs(row, idOf)} ${batchKey}`
  );
}

/** What of a row is not its latent, clock and prompt. Its pooled text comes with the prompt. */
function otherInputs(
  { imageConditioning, ids, guidance, loras }: Row,
  idOf: (numbers: Float32Array) => string
): string {
  const uses = loras?.map(({ path, weight }) => [path, weight]);
  return imageConditioning || ids || guidance !== undefined || uses
    ? JSON.stringify([imageConditioning && idOf(imageConditioning), ids, guidance, uses])
    : '';
}

/** A name for what goes alone, equal exactly when the answer must be. */
export function singleId(need: SingleNeed): string {
  switch (need.kind) {
    case 'encode':
      return `encode ${JSON.stringify(need.prompt)}`;
    case 'upscale':
      return `upscale ${contentId(need.planes)} ${need.height}x${need.width} ${need.path}`;
    default: {
      const numbers = need.kind === 'decode' ? need.latent : need.planes;
      const options = JSON.stringify(need.options ?? {});
      return `${need.kind} ${contentId(numbers)} ${need.height}x${need.width} ${options}`;
    }
  }
}

/** A function of arrays that are often the same object, called once for each object. */
function memoized(name: (numbers: Float32Array) => string): (numbers: Float32Array) => string {
  const known = new Map<Float32Array, string>();
  return numbers => {
    const id = known.get(numbers) ?? name(numbers);
    known.set(numbers, id);
    return id;
  };
}
