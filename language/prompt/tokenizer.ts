/** CLIP's byte-pair encoding, without BOS, EOS, padding or truncation. */
export interface ITokenizer {
  readonly bos: number;
  readonly eos: number;
  readonly pad: number;
  /** transformers, and so diffusers, reads the padding token's own text (SD2: "!") as padding; the others as a word. */
  encode(text: string, flavour?: 'a1111' | 'diffusers'): number[];
  /** The id of `,</w>`, at which long prompts may be cut; -1 where the vocabulary has none. */
  readonly comma: number;
}
