import type { Facts, Sentence } from './index';
import { loraEn } from './lora-en';
import { promptEn } from './prompt-en';
import { serviceEn } from './service-en';
import { sweepEn } from './sweep-en';

const list = (value: Facts[string]): string =>
  Array.isArray(value) ? value.join(', ') : String(value ?? '');
const nearest = ({ near }: Facts): string => (near ? ` Did you mean ${near}?` : '');

/** Why a model file can't be read or used; a reason that is no code is said as it is. */
const modelReasons: Record<string, (f: Facts) => string> = {
  header_not_json: () => 'its header is not JSON',
  not_safetensors: () => 'it is not a safetensors file',
  entry_malformed: f => `the entry of ${f.tensor} in its header is malformed`,
  entry_size: f => `${f.tensor} has more or fewer bytes than its shape takes`,
  tensors_overlap: f => `${f.tensor} overlaps another tensor`,
  tensors_hole: f => `there is a hole before ${f.tensor}`,
  bytes_after_tensors: () => 'there are bytes after its last tensor',
  not_json: () => 'it is not JSON of the right form',
  file_missing: f => `${f.missing} is missing`,
  tensor_missing: f => `tensor ${f.tensor} is missing`,
  tensor_shape: f => `tensor ${f.tensor} is ${f.found}, not ${f.expected}`,
  tensor_dtype: f => `tensor ${f.tensor} holds ${f.value}`,
  config_value: f => `${f.key} ${f.value} is not supported`,
  family: f => `it is a ${f.value} model; Stable Diffusion 1, 2 and XL are supported`,
  not_an_upscaler: () => 'it is not an upscaler of the ESRGAN family',
  not_embedding: () => 'it is no embedding: it holds other tensors than vectors of words',
  embedding_counts: () => 'it has different numbers of vectors for its two text encoders',
  not_onnx: () => 'it is no ONNX model',
  onnx_domain: f => `it uses ${f.value} of ${f.key}, operators that are not part of ONNX`,
  onnx_cuda: f => `it was optimised for CUDA: ${f.value} runs nowhere else`,
  onnx_foreign_data: f => `${f.tensor} lies outside its folder (${f.value})`,
  onnx_input: f => `its input ${f.value} is unknown or of an unknown type`,
  onnx_output: f => `its text encoder was exported without ${f.value}`,
  onnx_fixed_size: f => `its ${f.value} takes ${f.expected} only, not ${f.found}`,
  onnx_fixed: f => `it is an ONNX model, which takes no ${f.value}`,
  tokenizer_missing: () => 'it has no tokenizer',
  tokenizer_size: f => `its tokenizer has ${f.found} words, its text encoder ${f.expected}`
};
const modelReason = (f: Facts): string => modelReasons[String(f.reason)]?.(f) ?? String(f.reason);
const modelRemedy = (f: Facts): string | undefined =>
  f.reason === 'tokenizer_missing'
    ? "Put CLIP's tokenizer folder (vocab.json and merges.txt) beside the file, as tokenizer/."
    : f.remedy
      ? String(f.remedy)
      : undefined;

export const en = {
  ...loraEn,
  ...promptEn,
  ...serviceEn,
  ...sweepEn,

  // Models
  model_missing: (f: Facts): Sentence => ({
    message: `This model isn't there: ${f.name}.${nearest(f)}`,
    hint: 'Put its folder or .safetensors file into a models folder and scan again.'
  }),
  model_truncated: (f: Facts): Sentence => ({
    message: `${f.file} ends early: ${f.found} of ${f.expected}.`,
    hint: 'Download it again.'
  }),
  model_corrupt: (f: Facts): Sentence => ({
    message: `${f.file} is damaged: ${modelReason(f)}.`,
    hint: 'Download it again.'
  }),
  model_pickled: (f: Facts): Sentence => ({
    message: `${f.file} can't be used: it is a pickle, which can run code.`,
    hint: 'Use its .safetensors.'
  }),
  model_incomplete: (f: Facts): Sentence => ({
    message: `${f.file} can't be used: ${modelReason(f)}.`,
    hint: modelRemedy(f)
  }),
  model_unsupported: (f: Facts): Sentence => ({
    message: `${f.file} can't be used: ${modelReason(f)}.`,
    hint: modelRemedy(f)
  }),
  out_of_memory: (f: Facts): Sentence => ({
    message: `${f.name} needs about ${f.needed}, and ${f.available} are free.`,
    hint: 'Close other programs or use a smaller model or size.'
  }),

  // Drawing
  not_finite: (f: Facts): Sentence =>
    f.tensor
      ? {
          message: `${f.file} is damaged: tensor ${f.tensor} holds something that is not a number.`,
          hint: 'Download it again.'
        }
      : {
          message: `Not a number at step ${f.step}.`,
          hint: 'Try a lower CFG scale, another sampler or another model.'
        },
  cancelled: (): Sentence => ({ message: 'Cancelled.' }),
  engine_ended: (f: Facts): Sentence => ({
    message: `The drawing process ended (${f.how}).`,
    hint: 'It is started again; finished pictures are safe.'
  }),

  // Names and values
  unknown_parameter: (f: Facts): Sentence => ({
    message: `"${f.name}" is not a parameter.${nearest(f)}`
  }),
  unknown_choice: (f: Facts): Sentence => ({
    message: `"${f.value}" is not a ${f.param}.${nearest(f)}`,
    hint: f.choices ? `Allowed: ${list(f.choices)}.` : undefined
  }),
  one_of_them: (f: Facts): Sentence => ({ message: `Only one of ${list(f.params)} can be on.` }),
  scheduler_undefined: (f: Facts): Sentence => ({
    message: `${f.scheduler} divides by zero with these settings at ${f.steps} steps.`,
    hint: 'Try another number of steps, scheduler or sampler.'
  }),
  not_a_number: (f: Facts): Sentence => ({
    message: `"${f.value}" is not a number; ${f.param} takes ${f.integer ? 'whole numbers' : 'numbers'} from ${f.min} to ${f.max}.`
  }),
  out_of_range: (f: Facts): Sentence => ({
    message: `${f.value} is out of range; ${f.param} takes ${f.integer ? 'whole numbers' : 'numbers'} from ${f.min} to ${f.max}.`
  }),
  not_a_multiple: (f: Facts): Sentence => ({
    message: `${f.value} is not a multiple of ${f.step}; ${f.param} takes multiples of ${f.step} from ${f.min} to ${f.max}.`,
    hint: f.near ? `Nearest: ${f.near}.` : undefined
  }),
  too_many_cells: (f: Facts): Sentence => ({
    message: `${Number(f.cells).toLocaleString('en-US')} cells: more than your limit of ${f.limit}.`,
    hint: `Add limit=${f.cells} to allow it, or sample=${f.limit} to draw a part.`
  }),

  // Wire
  unauthorized: (): Sentence => ({ message: 'A valid token is needed: Authorization: Bearer <token>.' }),
  foreign_origin: (f: Facts): Sentence => ({ message: `Requests from ${f.origin} are not accepted.` }),
  unsupported_media_type: (): Sentence => ({ message: 'The body must be application/json.' }),
  bad_request: (f: Facts): Sentence => ({ message: `The request can't be read: ${f.reason}.` }),
  not_found: (f: Facts): Sentence => ({ message: `There is no ${f.what}.` }),
  conflict: (f: Facts): Sentence => ({ message: `${f.reason}.` }),
  internal: (f: Facts): Sentence => ({ message: `The service failed: ${f.reason}.` })
};
