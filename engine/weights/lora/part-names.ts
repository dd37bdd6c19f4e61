/**
 * What the tensors of a LoRA are to their module, by the end of their names. Trainers spell the module in many ways
 * (`module-names.ts`), the part in few; the scales of DoRA and the factors of LyCORIS keep one name everywhere.
 */

/** Parts this engine computes with. */
export type Part =
  | 'down'
  | 'up'
  | 'mid'
  | 'alpha'
  | 'magnitude'
  | `hada_${'w1_a' | 'w1_b' | 'w2_a' | 'w2_b' | 't1' | 't2'}`
  | `lokr_${'w1' | 'w1_a' | 'w1_b' | 'w2' | 'w2_a' | 'w2_b' | 't2'}`
  | 'diff'
  | 'diff_b'
  | 'a1'
  | 'a2'
  | 'b1'
  | 'b2';

/** Where a tensor belongs: `part` is null for kinds of adapters this engine does not have, which `kind` names. */
export type PartName =
  { base: string; part: Part; kind?: undefined } | { base: string; part: null; kind: string };

const SAME = [
  ...['hada_w1_a', 'hada_w1_b', 'hada_w2_a', 'hada_w2_b', 'hada_t1', 'hada_t2'],
  ...['lokr_w1', 'lokr_w1_a', 'lokr_w1_b', 'lokr_w2', 'lokr_w2_a', 'lokr_w2_b', 'lokr_t2'],
  ...['diff', 'diff_b']
] as const;

const PARTS: readonly (readonly [RegExp, Part])[] = [
  // PEFT puts the adapter's own name, mostly `default`, before the last word.
  [/\.lora_(?:down|A(?:\.[\w-]+)?)\.weight$/, 'down'],
  [/\.lora_(?:up|B(?:\.[\w-]+)?)\.weight$/, 'up'],
  [/\.lora_mid\.weight$/, 'mid'],
  [/(?:\.lora|\.lora_linear_layer|_lora)\.down\.weight$/, 'down'],
  [/(?:\.lora|\.lora_linear_layer|_lora)\.up\.weight$/, 'up'],
  [/(?:\.lora|\.lora_linear_layer|_lora)?\.alpha$/, 'alpha'],
  [/\.(?:dora_scale|lora_magnitude_vector(?:\.[\w-]+){0,2})$/, 'magnitude'],
  [/\.w_norm$/, 'diff'],
  [/\.b_norm$/, 'diff_b'],
  ...(['a1', 'a2', 'b1', 'b2'] as const).map(part => [new RegExp(`\\.${part}\\.weight$`), part] as const),
  ...SAME.map(part => [new RegExp(`\\.${part}$`), part] as const)
];

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/\.oft_(?:blocks|diag)$/, 'OFT'],
  [/\.oft_R(?:\.[\w-]+)?\.weight$/, 'OFT'],
  [/\.on_input$/, 'IA3'],
  [/\.(?:lora_B(?:\.[\w-]+)?|lora_up)\.bias$/, 'LoRA bias'],
  [/\.bias_(?:indices|values|size)$/, 'sparse bias'],
  [/\.boft_/, 'BOFT']
];

/** The module and part that a tensor's name says; undefined where it says none. */
export function partOf(name: string): PartName | undefined {
  for (const [pattern, part] of PARTS) {
    const match = pattern.exec(name);
    if (match) {
      return { base: name.slice(0, match.index), part };
    }
  }
  for (const [pattern, kind] of KINDS) {
    const match = pattern.exec(name);
    if (match) {
      return { base: name.slice(0, match.index), part: null, kind };
    }
  }
  return undefined;
}
