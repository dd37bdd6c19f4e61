import type { Facts, Sentence, Sentences } from './index';
import { loraZhCN } from './lora-zh-cn';
import { promptZhCN } from './prompt-zh-cn';
import { serviceZhCN } from './service-zh-cn';
import { sweepZhCN } from './sweep-zh-cn';

const list = (value: Facts[string]): string =>
  Array.isArray(value) ? value.join('、') : String(value ?? '');
const nearest = ({ near }: Facts): string => (near ? `是 ${near} 吗？` : '');

const modelReasons: Record<string, (f: Facts) => string> = {
  header_not_json: () => '文件头不是 JSON',
  not_safetensors: () => '它不是 safetensors 文件',
  entry_malformed: f => `文件头里 ${f.tensor} 的条目格式不对`,
  entry_size: f => `${f.tensor} 的字节数与形状不符`,
  tensors_overlap: f => `${f.tensor} 与别的张量重叠`,
  tensors_hole: f => `${f.tensor} 前面有空洞`,
  bytes_after_tensors: () => '最后一个张量之后还有多余的字节',
  not_json: () => '它不是格式正确的 JSON',
  file_missing: f => `缺少 ${f.missing}`,
  tensor_missing: f => `缺少张量 ${f.tensor}`,
  tensor_shape: f => `张量 ${f.tensor} 的形状是 ${f.found}，应为 ${f.expected}`,
  tensor_dtype: f => `张量 ${f.tensor} 的类型是 ${f.value}`,
  config_value: f => `不支持 ${f.key} ${f.value}`,
  family: f => `它是 ${f.value} 模型，目前支持 Stable Diffusion 1、2 和 XL`,
  not_an_upscaler: () => '它不是 ESRGAN 一类的放大模型',
  not_embedding: () => '它不是嵌入：里面的张量不是词向量',
  embedding_counts: () => '它给两个文本编码器的向量数不同',
  not_onnx: () => '它不是 ONNX 模型',
  onnx_domain: f => `它用了 ${f.key} 的 ${f.value}，不是 ONNX 的算子`,
  onnx_cuda: f => `它是为 CUDA 优化的：${f.value} 在别处不能运行`,
  onnx_foreign_data: f => `${f.tensor} 在它的文件夹之外（${f.value}）`,
  onnx_input: f => `它的输入 ${f.value} 未知或类型未知`,
  onnx_output: f => `它的文本编码器导出时没有 ${f.value}`,
  onnx_fixed_size: f => `它的 ${f.value} 只接受 ${f.expected}，不接受 ${f.found}`,
  onnx_fixed: f => `它是 ONNX 模型，不支持 ${f.value}`,
  tokenizer_missing: () => '没有分词器',
  tokenizer_size: f => `分词器有 ${f.found} 个词，文本编码器只有 ${f.expected} 个`
};
const modelReason = (f: Facts): string => modelReasons[String(f.reason)]?.(f) ?? String(f.reason);
const modelRemedy = (f: Facts): string | undefined =>
  f.reason === 'tokenizer_missing'
    ? '把 CLIP 的 tokenizer 文件夹（vocab.json 和 merges.txt）放在文件旁边，命名为 tokenizer/。'
    : f.remedy
      ? String(f.remedy)
      : undefined;

export const zhCN: Sentences = {
  ...loraZhCN,
  ...promptZhCN,
  ...serviceZhCN,
  ...sweepZhCN,

  model_missing: (f: Facts): Sentence => ({
    message: `找不到这个模型：${f.name}。${nearest(f)}`,
    hint: '把它的文件夹或 .safetensors 文件放进模型文件夹，再扫描一次。'
  }),
  model_truncated: (f: Facts): Sentence => ({
    message: `${f.file} 不完整：只有 ${f.found} / ${f.expected}。`,
    hint: '请重新下载。'
  }),
  model_corrupt: (f: Facts): Sentence => ({
    message: `${f.file} 已损坏：${modelReason(f)}。`,
    hint: '请重新下载。'
  }),
  model_pickled: (f: Facts): Sentence => ({
    message: `不能用 ${f.file}：它是 pickle 文件，可能执行代码。`,
    hint: '请换 .safetensors。'
  }),
  model_incomplete: (f: Facts): Sentence => ({
    message: `不能用 ${f.file}：${modelReason(f)}。`,
    hint: modelRemedy(f)
  }),
  model_unsupported: (f: Facts): Sentence => ({
    message: `不能用 ${f.file}：${modelReason(f)}。`,
    hint: modelRemedy(f)
  }),
  out_of_memory: (f: Facts): Sentence => ({
    message: `${f.name} 约需 ${f.needed}，现有 ${f.available} 可用。`,
    hint: '关掉别的程序，或换小一点的模型或尺寸。'
  }),

  not_finite: (f: Facts): Sentence =>
    f.tensor
      ? { message: `${f.file} 已损坏：张量 ${f.tensor} 中有非数值。`, hint: '请重新下载。' }
      : {
          message: `第 ${f.step} 步出现非数值。`,
          hint: '试试更低的 CFG、别的采样器或别的模型。'
        },
  cancelled: (): Sentence => ({ message: '已取消。' }),
  engine_ended: (f: Facts): Sentence => ({
    message: `绘图进程结束了（${f.how}）。`,
    hint: '会自动重新启动；画好的图都在。'
  }),

  unknown_parameter: (f: Facts): Sentence => ({ message: `没有参数 “${f.name}”。${nearest(f)}` }),
  unknown_choice: (f: Facts): Sentence => ({
    message: `“${f.value}” 不是可用的 ${f.param}。${nearest(f)}`,
    hint: f.choices ? `可用：${list(f.choices)}。` : undefined
  }),
  one_of_them: (f: Facts): Sentence => ({ message: `${list(f.params)} 只能开启其中一个。` }),
  scheduler_undefined: (f: Facts): Sentence => ({
    message: `按这些设置跑 ${f.steps} 步，${f.scheduler} 会除以零。`,
    hint: '换个步数、调度或采样器试试。'
  }),
  not_a_number: (f: Facts): Sentence => ({
    message: `“${f.value}” 不是数字；${f.param} 取 ${f.min} 到 ${f.max}${f.integer ? ' 的整数' : ''}。`
  }),
  out_of_range: (f: Facts): Sentence => ({
    message: `${f.value} 超出范围；${f.param} 取 ${f.min} 到 ${f.max}${f.integer ? ' 的整数' : ''}。`
  }),
  not_a_multiple: (f: Facts): Sentence => ({
    message: `${f.value} 不是 ${f.step} 的倍数；${f.param} 取 ${f.min} 到 ${f.max} 之间 ${f.step} 的倍数。`,
    hint: f.near ? `最接近：${f.near}。` : undefined
  }),
  too_many_cells: (f: Facts): Sentence => ({
    message: `${Number(f.cells).toLocaleString('en-US')} 格：超过 ${f.limit} 格的上限。`,
    hint: `加 limit=${f.cells} 即可放行，或用 sample=${f.limit} 先画一部分。`
  }),

  unauthorized: (): Sentence => ({ message: '需要有效的令牌：Authorization: Bearer <token>。' }),
  foreign_origin: (f: Facts): Sentence => ({ message: `不接受来自 ${f.origin} 的请求。` }),
  unsupported_media_type: (): Sentence => ({ message: '请求正文须为 application/json。' }),
  bad_request: (f: Facts): Sentence => ({ message: `看不懂这个请求：${f.reason}。` }),
  not_found: (f: Facts): Sentence => ({ message: `没有这个 ${f.what}。` }),
  conflict: (f: Facts): Sentence => ({ message: `${f.reason}。` }),
  internal: (f: Facts): Sentence => ({ message: `服务出错：${f.reason}。` })
};
