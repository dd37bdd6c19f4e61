import type { Facts, Sentence } from './index';
import type { sweepEn } from './sweep-en';

const list = (value: Facts[string]): string =>
  Array.isArray(value) ? value.join('、') : String(value ?? '');
const nearest = ({ near }: Facts): string => (near ? `是 ${near} 吗？` : '');
const figure = (value: Facts[string]): string => Number(value).toLocaleString('en-US');

/** 各系列的通称。 */
const families: Readonly<Record<string, string>> = {
  sd1: 'Stable Diffusion 1',
  sd2: 'Stable Diffusion 2',
  sdxl: 'SDXL',
  sdxl_refiner: 'SDXL 精修模型'
};
const family = (value: Facts[string]): string => families[String(value)] ?? String(value);

/** 各种权重文件的叫法。 */
const weights: Readonly<Record<string, string>> = {
  vae: ' VAE ',
  lora: ' LoRA ',
  embedding: '嵌入',
  upscaler: '放大模型',
  controlnet: ' ControlNet '
};

export const sweepZhCN: Record<keyof typeof sweepEn, (facts: Facts) => Sentence> = {
  unknown_magic: f => ({
    message: `没有单元格命令 “${f.name}”；有 %%sweep 和 %%txt2img。`,
    hint: `请写 ${f.near}。`
  }),
  not_a_word: f => ({
    message: `“${f.text}” 不是 name=value 的形式。`,
    hint: f.after ? `含空格的值要加引号：${f.after}="…"。` : undefined
  }),
  empty_value: f => ({ message: `${f.param} 少一个值。` }),
  comma_expected: f => ({ message: `“${f.text}” 前面要有逗号或空格。` }),
  unclosed_quote: f => ({ message: `引号没有收尾：缺 ${f.quote}。` }),
  given_twice: f => ({
    message: f.line
      ? `${f.param} 写了两次；第一次在第 ${f.line} 行第 ${f.column} 列。`
      : `${f.param} 写了两次。`,
    hint: `留一个；多个值写在一个列表里：${f.param}=a,b。`
  }),
  schedule_twice: f => ({
    message: `“${f.value}” 已含调度，scheduler 又写了一次。`,
    hint: '只写采样器，或去掉 scheduler。'
  }),

  not_whole: f => ({ message: `${f.value} 不是整数；${f.param} 取 ${f.min} 到 ${f.max} 的整数。` }),
  not_a_switch: f => ({
    message: `${f.param} 只有开和关，没有 ${f.value}。`,
    hint: `写 ${f.param}=true 或 ${f.param}=false。`
  }),
  not_a_picture: f => ({
    message: `“${f.value}” 不是图片；${f.param} 取上传过或画过的图片，写它的 64 位十六进制编号。`,
    hint: `在笔记本里写 ${f.param}=$picture，picture 是图片、数组或路径。`
  }),
  picture_missing: f => ({
    message: `服务里没有 ${f.param} 指的图片 ${f.value}…。`,
    hint: '请重新上传。'
  }),
  not_text: f => ({ message: `${f.param} 取文字，不取 ${f.value}。` }),
  bad_size: f => ({ message: `“${f.value}” 不是尺寸。`, hint: '写成宽 x 高：size=512x768。' }),
  bad_count: f => ({ message: `“${f.value}” 不能作为值的个数。`, hint: '写从 1 起的整数：0..1[5]。' }),
  zero_step: f => ({ message: `${f.value} 的步长是 0。` }),
  empty_range: f => ({ message: `${f.value} 里没有值：步长背离终点。` }),
  ellipsis_place: f => ({
    message: `“${f.value}” 前面要有两个数，后面要有一个。`,
    hint: '例如 1,2,..,10。'
  }),
  ellipsis_end: f => ({ message: `从 ${f.last} 按步长 ${f.step} 走不到 ${f.end}。` }),
  too_many_values: f => ({
    message: `${figure(f.values)} 个值：一个轴最多 ${figure(f.limit)} 个。`,
    hint: '把步长放大。'
  }),
  linked_parts: f => ({ message: `${f.param} 的每个值要有 ${f.expected} 部分，用 & 连接。` }),
  linked_lengths: f => ({
    message: `联动的范围要一样长：另一个有 ${f.expected} 个值，这个有 ${f.found} 个。`
  }),
  linked_twice: f => ({ message: `${f.param} 不能与自己联动。` }),
  cannot_vary: f => ({ message: `${f.param} 不能逐格变化，只取一个值。` }),

  sr_needs_two: f => ({
    message: `${f.param} 要有查找的文字，和至少一个替换它的文字。`,
    hint: '例如 prompt_sr="cottage","castle"。'
  }),
  sr_missing: f => ({ message: `两段提示词里都没有 “${f.value}”，无从替换。` }),
  nested_variants: f => ({
    message: `变体里不能再有变体：${f.value}。`,
    hint: '要写花括号本身，用 \\{ 和 \\}。'
  }),
  variants_in_axis: f => ({
    message: `${f.param} 作为轴时不能含变体：${f.value}。`,
    hint: '逐条列出提示词，或只写一条含变体的提示词。要写花括号本身，用 \\{ 和 \\}。'
  }),

  not_an_axis: f => ({
    message: `“${f.name}” 不是这次扫描的轴。${nearest(f)}`,
    hint: list(f.axes) ? `轴有：${list(f.axes)}。` : '还没有轴：给某个参数写上多个值。'
  }),
  layout_twice: f => ({ message: `${f.axis} 不能既是 ${f.first} 又是 ${f.second}。` }),
  where_comparison: f => ({
    message: f.found ? `“${f.found}” 处应是一个比较。` : '条件到此结束，还缺一个比较。',
    hint: '例如 steps >= 10 或 sampler != "Euler"。'
  }),
  where_joiner: f => ({ message: `“${f.found}” 前面要有 and 或 or。` }),
  where_bracket: f => ({ message: `“${f.found}” 没有配对。` }),
  where_character: f => ({ message: `“${f.found}” 在条件里没有意义。` }),
  where_type: f => ({ message: `${f.left} 和 ${f.right} 不能比较：一个是数字，一个是文字。` }),
  where_order: f => ({ message: `文字只能用 == 和 != 比较，不能用 ${f.operator}。` }),
  no_cells: f => ({ message: `${figure(f.cells)} 格里没有一格符合条件。` }),
  one_cell_only: f => ({
    message: `%%txt2img 只画一格，而 ${f.axis} 有 ${f.values} 个值。`,
    hint: '请用 %%sweep。'
  }),
  too_many_combinations: f => ({
    message: `${figure(f.cells)} 种组合：一次扫描最多 ${figure(f.limit)} 种。`,
    hint: '减少取值，或去掉 where= 用 sample=40 先画一部分。'
  }),

  no_model: () => ({
    message: '没有可以用来画的模型。',
    hint: '把模型文件夹或 .safetensors 文件放进模型文件夹，再扫描一次。'
  }),
  weights_missing: f => ({
    message: `没有这个${weights[String(f.kind)] ?? '文件'}：${f.name}。${nearest(f)}`,
    hint: '把它的 .safetensors 文件放进模型文件夹，再扫描一次。'
  }),
  lora_family: f => ({
    message: `LoRA ${f.name} 用于 ${family(f.family)}，而 ${f.model} 是 ${family(f.model_family)}。`,
    hint: '请用为这一系列模型训练的 LoRA。'
  }),
  refiner_family: f => ({
    message: `精修模型 ${f.name} 是 ${family(f.family)}，而 ${f.model} 是 ${family(f.model_family)}：两者的潜变量不同。`,
    hint: '请用同一系列的精修模型。'
  }),
  refiner_task: f => ({
    message: `${f.name} 不能接着 ${f.model} 画：其中一个还需要蒙版或要修改的画面。`,
    hint: '请用同一类的精修模型。'
  }),
  side_too_long: f => ({
    message: `画面会有 ${f.width} × ${f.height}；边长最多 ${f.max} 像素。`,
    hint: '放大倍数小一些，或从小一些的画面开始。'
  }),
  model_unusable: f => ({ message: f.reason ? String(f.reason) : `不能用 ${f.name}。` }),

  size_far: f => ({
    message: f.large
      ? `${f.size} 远大于 ${f.model} 的尺寸（${f.native}）：画面里的东西可能重复。可用高清修复先画小图。`
      : `${f.size} 远小于 ${f.model} 的尺寸（${f.native}）：画面可能散乱。`
  }),
  lcm_guidance: f => ({ message: `LCM 的 CFG 强度宜 1 到 ${f.most}；${f.cfg_scale} 会烧坏画面。` }),
  mask_missing: f => ({ message: `${f.model} 用于局部重绘；没有起始画面和蒙版就会全部重画。` }),
  picture_to_edit_missing: f => ({ message: `${f.model} 用来修改图片，但没有起始画面。` }),
  refiner_alone: f => ({ message: `${f.model} 是精修模型，适合接着别的模型画完。` }),
  strength_low: f => ({ message: `强度 ${f.strength} 乘 ${f.steps} 步不足一步：起始画面几乎不变。` }),
  latent_strength_low: f => ({
    message: `${f.upscaler} 的第二遍强度要 ${f.least} 以上；${f.strength} 时画面会模糊。`
  }),
  hires_left_out: () => ({ message: '有起始画面时不用高清修复。' }),
  duplicate_value: f => ({ message: `${f.param} 里 ${f.value} 出现了两次，只画一次。` }),
  unknown_keys: f => ({ message: `没有这些参数，未采用：${list(f.keys)}。` }),
  one_value: f => ({ message: `${f.param} 只有一个值，${f.word}= 不起作用。` }),
  axes_folded: f => ({ message: `轴多于位置：${list(f.axes)} 合用外层行。` }),
  defaults_differ: f => ({ message: `这些参数按各模型自己的默认值：${list(f.params)}。` }),
  bad_model_default: f => ({ message: `${f.name} 的 ${f.param} 默认值未采用：不允许 ${f.value}。` })
};
