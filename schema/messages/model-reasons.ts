/** Why a model file can't be read or used; a reason that is no code is said as it is. */
import type { Language } from '../catalogue';
import { FOREIGN_REASONS, TORCH_REASONS } from './torch-reasons';
import type { Word } from './types';
import { own } from '../own';

export type ModelFacts = {
  file: Word;
  reason: Word;
  tensor?: Word;
  missing?: Word;
  found?: Word;
  expected?: Word;
  key?: Word;
  value?: Word;
};

export type Reason = Readonly<Record<Language, (f: ModelFacts) => string>>;

const REASONS: Readonly<Record<string, Reason>> = {
  header_not_json: { en: () => 'its header is not JSON', zh_CN: () => '文件头不是 JSON' },
  not_weights: {
    en: () => 'it is neither a safetensors file nor one of torch',
    zh_CN: () => '它既不是 safetensors 文件，也不是 torch 文件'
  },
  link_broken: {
    en: () => 'it is a link to what is not there',
    zh_CN: () => '它是链接，而链接所指的文件不在'
  },
  no_regular_file: {
    en: () => 'it is a pipe, a socket or a device, and no file',
    zh_CN: () => '它是管道、套接字或设备，不是文件'
  },
  ...FOREIGN_REASONS,
  ...TORCH_REASONS,
  entry_malformed: {
    en: f => `the entry of ${f.tensor} in its header is malformed`,
    zh_CN: f => `文件头里 ${f.tensor} 的条目格式不对`
  },
  entry_size: {
    en: f => `${f.tensor} has more or fewer bytes than its shape takes`,
    zh_CN: f => `${f.tensor} 的字节数与形状不符`
  },
  tensors_overlap: {
    en: f => `${f.tensor} overlaps another tensor`,
    zh_CN: f => `${f.tensor} 与别的张量重叠`
  },
  tensors_hole: { en: f => `there is a hole before ${f.tensor}`, zh_CN: f => `${f.tensor} 前面有空洞` },
  bytes_after_tensors: {
    en: () => 'there are bytes after its last tensor',
    zh_CN: () => '最后一个张量之后还有多余的字节'
  },
  not_json: { en: () => 'it is not JSON of the right form', zh_CN: () => '它不是格式正确的 JSON' },
  file_missing: { en: f => `${f.missing} is missing`, zh_CN: f => `缺少 ${f.missing}` },
  tensor_missing: { en: f => `tensor ${f.tensor} is missing`, zh_CN: f => `缺少张量 ${f.tensor}` },
  tensor_shape: {
    en: f => `tensor ${f.tensor} is ${f.found}, not ${f.expected}`,
    zh_CN: f => `张量 ${f.tensor} 的形状是 ${f.found}，应为 ${f.expected}`
  },
  tensor_dtype: {
    en: f => `tensor ${f.tensor} holds ${f.value}`,
    zh_CN: f => `张量 ${f.tensor} 的类型是 ${f.value}`
  },
  dtype_unread: {
    en: f => `tensor ${f.tensor} is of the type ${f.value}, which is not read`,
    zh_CN: f => `张量 ${f.tensor} 的类型是 ${f.value}，不支持`
  },
  scale_shape: {
    en: f =>
      `the scales ${f.tensor} are ${f.found}; one number for the whole tensor or one for each row is read`,
    zh_CN: f => `缩放 ${f.tensor} 的形状是 ${f.found}；只支持整个张量一个数，或每行一个数`
  },
  quantised: {
    en: f => `its weights are quantised as ${f.value}; floats of 8, 16, 32 and 64 bits are read`,
    zh_CN: f => `它的权重按 ${f.value} 量化；能读的是 8、16、32、64 位浮点数`
  },
  only_unet: {
    en: () => 'it holds a UNet alone, without the text encoder and the VAE that a checkpoint has',
    zh_CN: () => '它只有 UNet，没有完整模型应有的文本编码器和 VAE'
  },
  diffusers_names: {
    en: () => 'its tensors have the names of a diffusers folder, which a single file is not read by',
    zh_CN: () => '它的张量用的是 diffusers 文件夹的名字，单个文件不能这样读'
  },
  only_text_encoder: {
    en: () => 'it holds a text encoder alone, which is one part of a checkpoint',
    zh_CN: () => '它只是一个文本编码器，而这只是完整模型的一部分'
  },
  no_text_encoder: { en: () => 'it has no text encoder', zh_CN: () => '它没有文本编码器' },
  no_vae: { en: () => 'it has no VAE of its own', zh_CN: () => '它自身不带 VAE' },
  half_vae: {
    en: f => `it holds only the ${f.value} of a VAE`,
    zh_CN: f => `它只有 VAE 的一半（${f.value}）`
  },
  not_a_vae: { en: () => 'it holds no VAE', zh_CN: () => '里面没有 VAE' },
  no_network: {
    en: f => `it holds no network that is known here: its first tensor is ${f.tensor}`,
    zh_CN: f => `里面没有认识的网络：第一个张量是 ${f.tensor}`
  },
  no_tensors: { en: () => 'it holds no tensor at all', zh_CN: () => '里面一个张量也没有' },
  config_value: { en: f => `${f.key} ${f.value} is not supported`, zh_CN: f => `不支持 ${f.key} ${f.value}` },
  family: {
    en: f =>
      `it is ${/^([AEIO]|SD)/.test(String(f.value)) ? 'an' : 'a'} ${f.value} model; Stable Diffusion 1, 2 and XL are supported`,
    zh_CN: f => `它是 ${f.value} 模型，目前支持 Stable Diffusion 1、2 和 XL`
  },
  not_a_picture_network: {
    en: f => `it holds none of the networks that enlarge or clean pictures (${f.value})`,
    zh_CN: f => `里面没有放大或清理图片的网络（${f.value}）`
  },
  tensor_unused: {
    en: f => `it is a variant of ${f.value} that is not known here: nothing is computed with ${f.tensor}`,
    zh_CN: f => `它是这里不认识的 ${f.value} 变体：${f.tensor} 用不上`
  },
  picture_channels: {
    en: f => `its ${f.value} takes and gives ${f.found} channels; pictures have 3, or 1 for grey`,
    zh_CN: f => `它的 ${f.value} 输入和输出 ${f.found} 个通道；图片有 3 个通道，灰度图有 1 个`
  },
  shapes_odd: {
    en: f => `the sizes of its tensors make no ${f.value}`,
    zh_CN: f => `它的张量大小组不成 ${f.value}`
  },
  not_embedding: {
    en: () => 'it is no embedding: it holds other tensors than vectors of words',
    zh_CN: () => '它不是嵌入：里面的张量不是词向量'
  },
  embedding_words: {
    en: f => `it holds ${f.found} embeddings (${f.value}); a file of one is read`,
    zh_CN: f => `里面有 ${f.found} 个嵌入（${f.value}）；一个文件只能有一个`
  },
  embedding_counts: {
    en: () => 'it has different numbers of vectors for its two text encoders',
    zh_CN: () => '它给两个文本编码器的向量数不同'
  },
  not_a_face_restorer: {
    en: () => 'it is no face restorer that is known here: GFPGAN, RestoreFormer or CodeFormer',
    zh_CN: () => '它不是认识的人脸修复模型（GFPGAN、RestoreFormer、CodeFormer）'
  },
  not_a_recogniser: {
    en: () => 'it is not EfficientNet-Lite0',
    zh_CN: () => '它不是 EfficientNet-Lite0'
  },
  gfpgan_original: {
    en: () => 'it is the first GFPGAN, which needs CUDA code of its own',
    zh_CN: () => '它是最早的 GFPGAN，需要专门的 CUDA 代码'
  },
  restoreformer_other: {
    en: () => 'it attends at other levels than RestoreFormer, as RestoreFormer++ does',
    zh_CN: () => '它的注意力层与 RestoreFormer 不同（像是 RestoreFormer++）'
  },
  not_onnx: { en: () => 'it is no ONNX model', zh_CN: () => '它不是 ONNX 模型' },
  onnx_domain: {
    en: f => `it uses ${f.value} of ${f.key}, operators that are not part of ONNX`,
    zh_CN: f => `它用了 ${f.key} 的 ${f.value}，不是 ONNX 的算子`
  },
  onnx_cuda: {
    en: f => `it was optimised for CUDA: ${f.value} runs nowhere else`,
    zh_CN: f => `它是为 CUDA 优化的：${f.value} 在别处不能运行`
  },
  onnx_foreign_data: {
    en: f => `${f.tensor} lies outside its folder (${f.value})`,
    zh_CN: f => `${f.tensor} 在它的文件夹之外（${f.value}）`
  },
  onnx_input: {
    en: f => `its input ${f.value} is unknown or of an unknown type`,
    zh_CN: f => `它的输入 ${f.value} 未知或类型未知`
  },
  onnx_output: {
    en: f => `its text encoder was exported without ${f.value}`,
    zh_CN: f => `它的文本编码器导出时没有 ${f.value}`
  },
  onnx_fixed_size: {
    en: f => `its ${f.value} takes ${f.expected} only, not ${f.found}`,
    zh_CN: f => `它的 ${f.value} 只接受 ${f.expected}，不接受 ${f.found}`
  },
  onnx_other: {
    en: f => `it has other inputs or outputs than ${f.value}`,
    zh_CN: f => `它的输入或输出与 ${f.value} 的不同`
  },
  onnx_fixed: {
    en: f => `it is an ONNX model, which takes no ${f.value}`,
    zh_CN: f => `它是 ONNX 模型，不支持 ${f.value}`
  },
  tokenizer_missing: { en: () => 'it has no tokenizer', zh_CN: () => '没有分词器' },
  tokenizer_size: {
    en: f => `its tokenizer has ${f.found} words, its text encoder ${f.expected}`,
    zh_CN: f => `分词器有 ${f.found} 个词，文本编码器只有 ${f.expected} 个`
  }
};

const WHOLE_CHECKPOINT: Readonly<Record<Language, string>> = {
  en: 'Use the whole checkpoint: one file with all parts, or its diffusers folder.',
  zh_CN: '请用完整的模型：包含所有部分的单个文件，或 diffusers 文件夹。'
};

const FLOATS: Readonly<Record<Language, string>> = {
  en: 'Use a float16, bfloat16 or float8 version of it.',
  zh_CN: '请换它的 float16、bfloat16 或 float8 版本。'
};

/** What would make a file usable, by the reason why it isn't. */
const REMEDIES: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  tokenizer_missing: {
    en: "Put CLIP's tokenizer folder (vocab.json and merges.txt) beside the file, as tokenizer/.",
    zh_CN: '把 CLIP 的 tokenizer 文件夹（vocab.json 和 merges.txt）放在文件旁边，命名为 tokenizer/。'
  },
  scale_shape: {
    en: 'Use a float16, bfloat16 or plain float8 version of it.',
    zh_CN: '请换它的 float16、bfloat16 或普通 float8 版本。'
  },
  quantised: FLOATS,
  dtype_unread: FLOATS,
  is_gguf: FLOATS,
  only_unet: WHOLE_CHECKPOINT,
  diffusers_names: WHOLE_CHECKPOINT,
  only_text_encoder: WHOLE_CHECKPOINT,
  no_text_encoder: WHOLE_CHECKPOINT,
  gfpgan_original: {
    en: 'Use GFPGAN 1.2, 1.3 or 1.4.',
    zh_CN: '请用 GFPGAN 1.2、1.3 或 1.4。'
  },
  restoreformer_other: {
    en: 'Use RestoreFormer.pth.',
    zh_CN: '请用 RestoreFormer.pth。'
  },
  no_vae: {
    en: 'Name one with vae=NAME.',
    zh_CN: '请用 vae=名称 指定一个。'
  }
};

export function reasonOf(f: ModelFacts, language: Language): string {
  return own(REASONS, f.reason)?.[language](f) ?? String(f.reason);
}

/** What would make the file usable, as the hint of a message; nothing where nothing would. */
export function remedyOf({ reason }: ModelFacts, language: Language): { hint?: string } {
  const remedy = own(REMEDIES, reason);
  return remedy ? { hint: remedy[language] } : {};
}
