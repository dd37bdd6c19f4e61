/** The endings of files of weights. */

/** Of files that are listed; what is in them is told by their content. */
const LISTED = ['safetensors', 'sft', 'gguf', 'ckpt', 'pt', 'pth', 'bin'];
const SAFETENSORS = ['safetensors', 'sft'];

const ending = (of: readonly string[]): RegExp => new RegExp(`\\.(?:${of.join('|')})$`, 'i');

export const WEIGHTS_FILE = ending(LISTED);
export const SAFETENSORS_FILE = ending(SAFETENSORS);
