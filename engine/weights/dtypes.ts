/** Element types of safetensors with their bits and, where ONNX has them, their number in TensorProto.DataType. */
const DTYPES = {
  BOOL: { bits: 8, onnx: 9 },
  U8: { bits: 8, onnx: 2 },
  I8: { bits: 8, onnx: 3 },
  F8_E4M3: { bits: 8, onnx: 17 },
  F8_E5M2: { bits: 8, onnx: 19 },
  F8_E8M0: { bits: 8, onnx: undefined },
  F8_E4M3FNUZ: { bits: 8, onnx: undefined },
  F8_E5M2FNUZ: { bits: 8, onnx: undefined },
  F6_E2M3: { bits: 6, onnx: undefined },
  F6_E3M2: { bits: 6, onnx: undefined },
  F4: { bits: 4, onnx: undefined },
  I16: { bits: 16, onnx: 5 },
  U16: { bits: 16, onnx: 4 },
  F16: { bits: 16, onnx: 10 },
  BF16: { bits: 16, onnx: 16 },
  I32: { bits: 32, onnx: 6 },
  U32: { bits: 32, onnx: 12 },
  F32: { bits: 32, onnx: 1 },
  F64: { bits: 64, onnx: 11 },
  I64: { bits: 64, onnx: 7 },
  U64: { bits: 64, onnx: 13 },
  C64: { bits: 64, onnx: undefined }
} as const;

export type Dtype = keyof typeof DTYPES;

/** Bits of one element, or undefined for a name this reader does not know. */
export function bitsOf(dtype: unknown): number | undefined {
  return typeof dtype === 'string' && Object.hasOwn(DTYPES, dtype) ? DTYPES[dtype as Dtype].bits : undefined;
}

/** Types a network's weights may have: a Cast brings them to float32 when the session loads. */
export const WEIGHT_DTYPES: readonly Dtype[] = ['F32', 'F16', 'BF16', 'F64', 'F8_E4M3', 'F8_E5M2'];

/** Number of a weight's type in ONNX's TensorProto.DataType. */
export function onnxTypeOf(dtype: Dtype): number {
  const { onnx } = DTYPES[dtype];
  if (onnx === undefined) {
    throw new Error(`ONNX has no type for ${dtype}`);
  }
  return onnx;
}

/** TensorProto.DataType numbers of the graph's own values. */
export const ONNX_TYPE = { float: 1, uint8: 2, int64: 7, bool: 9 } as const;
