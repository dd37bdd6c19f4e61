/** What the panel, the completion and the status bar say themselves. */
import { inTurnWith } from './named-jobs';
import { messages, of } from './types';

/** Names that a sentence holds. */
const NAMES_MAX = 5;

/** The first names, and how many more there are. */
function someOf(names: readonly string[], more: (rest: number) => string): string[] {
  const rest = names.length - NAMES_MAX;
  return rest > 0 ? [...names.slice(0, NAMES_MAX), more(rest)] : [...names];
}

export const panelMessages = messages({
  show_grid_of_sweep: { en: 'Show the Grid of a Sweep', zh_CN: '显示扫描的网格' },
  sweep: { en: 'Sweep', zh_CN: '扫描' },
  size_help: { en: 'Width × height, such as 512x768.', zh_CN: '宽 × 高，如 512x768。' },
  adds_noise: { en: 'adds noise as it goes', zh_CN: '途中加入噪声' },
  schedule_of: { en: 'schedule: {scheduler}', zh_CN: '调度：{scheduler}' },
  evaluations_a_step: {
    en: { by: 'count', one: '{count} UNet evaluation a step', other: '{count} UNet evaluations a step' },
    zh_CN: '每步 {count} 次 UNet'
  },
  back_to_one_value: { en: 'Back to one value', zh_CN: '改回一个值' },
  new_random_seeds: { en: 'New random seeds', zh_CN: '换一批随机种子' },
  anywhere: { en: 'Anywhere', zh_CN: '任意位置' },
  axis_place: { en: 'Where this axis lies', zh_CN: '这个轴的位置' },
  not_drawn_yet: { en: 'Not drawn yet', zh_CN: '未画' },
  drawn_already: { en: 'Drawn already', zh_CN: '已画好' },
  add: { en: 'Add', zh_CN: '添加' },
  value_not_drawn_yet: { en: '{value}, not drawn yet', zh_CN: '{value}，未画' },
  and_more: { en: 'and {count} more', zh_CN: '另有 {count} 个' },
  axis_of_values: {
    en: { by: 'count', one: 'Axis: {label}, {count} value', other: 'Axis: {label}, {count} values' },
    zh_CN: '轴：{label}，{count} 个值'
  },
  add_value_to: { en: 'Add a value to {label}', zh_CN: '给{label}添加一个值' },
  axis_place_is: { en: 'Where this axis lies: {place}', zh_CN: '这个轴的位置：{place}' },
  preflight: { en: 'Preflight', zh_CN: '运行前估算' },
  write_a_prompt: { en: 'Write a prompt or pick an example.', zh_CN: '写下提示词，或选一个例子。' },
  run: { en: 'Run', zh_CN: '运行' },
  counting_cells: { en: 'Counting cells…', zh_CN: '正在数格…' },
  all_from_cache: { en: 'All from cache; nothing to draw.', zh_CN: '全部已有，不必再画。' },
  unet_evaluations: { en: 'UNet evaluations', zh_CN: 'UNet 次数' },
  memory: { en: 'Memory', zh_CN: '内存' },
  show_me: { en: 'Show me', zh_CN: '带我去' },
  cost_unknown: { en: 'What it costs is known when the service answers.', zh_CN: '服务应答后才知道代价。' },
  cells_in_all: { en: '{cells} cells', zh_CN: '{cells} 格' },
  draw_all: { en: 'Draw all {cells} this time', zh_CN: '这次画全部 {cells} 格' },
  over_limit: {
    en: 'More than your limit of {limit}. A sample shows the shape first.',
    zh_CN: '超过 {limit} 格的上限。可先抽样看看。'
  },
  starts_in: {
    en: {
      by: 'jobs',
      one: 'Starts in {time}, {jobs} job before it',
      other: 'Starts in {time}, {jobs} jobs before it'
    },
    zh_CN: '{time}后开始，前面有 {jobs} 个任务'
  },
  starts_once_resumed: {
    en: 'Everything is paused: it starts once that goes on',
    zh_CN: '全部已暂停：继续后才开始'
  },
  starts_after: {
    en: { by: 'jobs', one: 'Starts after {jobs} job', other: 'Starts after {jobs} jobs' },
    zh_CN: '前面有 {jobs} 个任务'
  },
  of_naive: { en: 'of {naive}', zh_CN: '/ 全画 {naive}' },
  count_to_draw: { en: '{count} to draw', zh_CN: '{count} 格待画' },
  show_drawn_of: { en: 'Show: {done} of {total} drawn', zh_CN: '显示：画好 {done} / {total}' },
  fix_first: { en: '{label} needs fixing first.', zh_CN: '先改“{label}”。' },
  memory_of_free: { en: '{needed} of {free} free', zh_CN: '{needed}，可用 {free}' },
  memory_short: {
    en: 'This needs about {needed} of memory and {free} is free: it will be slow, or stop.',
    zh_CN: '约需内存 {needed}，可用 {free}：会很慢，或者中断。'
  },
  fix_values_first: {
    en: {
      by: 'count',
      one: 'One value in {label} needs fixing first.',
      other: '{count} values in {label} need fixing first.'
    },
    zh_CN: '先改“{label}”里的 {count} 个值。'
  },
  cells_from_cache_of: { en: '{cached} of {cells} cells from cache', zh_CN: '{cells} 格已有 {cached} 格' },
  draw_sample: { en: 'Draw a sample of {cells}', zh_CN: '先画 {cells} 格' },
  start_from_example: { en: 'Start from an example', zh_CN: '从例子开始' },
  examples_help: { en: 'A row fills the form; ▶ runs it right away.', zh_CN: '点一行填入表单；▶ 直接运行。' },
  run_example: { en: 'Run this example: {prompt}', zh_CN: '运行这个例子：{prompt}' },
  example_cat: { en: '1 picture', zh_CN: '1 张图' },
  example_cfg: { en: '4 seeds × 4 CFG: what CFG does', zh_CN: '4 种子 × 4 CFG：CFG 的作用' },
  example_wordings: { en: '2 wordings side by side', zh_CN: '2 种写法，并排比较' },
  example_english: { en: 'English prompts work too', zh_CN: '英文提示词同样有效' },
  example_chinese: { en: 'Chinese prompts work too', zh_CN: '中文提示词同样有效' },
  example_samplers: {
    en: '2 samplers × 3 steps: when a picture settles',
    zh_CN: '2 采样器 × 3 步数：几步就够'
  },
  example_styles: { en: '2 styles × 4 seeds', zh_CN: '2 种风格 × 4 种子' },
  example_backgrounds: { en: '3 backgrounds, same seed', zh_CN: '3 种背景，同一种子' },
  example_seeds: { en: '8 seeds to choose from', zh_CN: '8 个种子，任你挑' },
  example_steps: { en: '4 lengths of the same path', zh_CN: '同一条路走 4 种步数' },
  model: { en: 'model', zh_CN: '模型' },
  default: { en: 'default', zh_CN: '默认' },
  random: { en: 'random', zh_CN: '随机' },
  samplers_own: { en: 'the sampler’s own', zh_CN: '采样器自己的' },
  choose_size: { en: 'Choose a size', zh_CN: '选择尺寸' },
  swap: { en: 'Swap', zh_CN: '互换' },
  jobs: { en: 'Jobs', zh_CN: '任务' },
  no_jobs: {
    en: 'No jobs yet. Every sweep you run is listed here and goes on when the browser is closed.',
    zh_CN: '还没有任务。运行过的扫描都列在这里，关掉浏览器也会接着画。'
  },
  find_job: { en: 'Find a job', zh_CN: '查找任务' },
  find_job_hint: { en: 'Words, or steps=30', zh_CN: '词语，或“步数=30”' },
  find_job_how: {
    en: 'Words of a prompt, a model’s or a notebook’s name; name=value for a parameter, as steps=30; state=failed.',
    zh_CN: '提示词、模型名或笔记本名里的词；参数写成“名称=值”，如“步数=30”；也可写“状态=失败”。'
  },
  no_such_name: of<{ name: string; near?: string }>({
    en: f => `“${f.name}” is not a parameter.${f.near ? ` Did you mean ${f.near}?` : ''}`,
    zh_CN: f => `没有参数“${f.name}”。${f.near ? `是 ${f.near} 吗？` : ''}`
  }),
  name_separator: { en: ', ', zh_CN: '、' },
  state_queued: { en: 'waiting', zh_CN: '等待' },
  state_running: { en: 'drawing', zh_CN: '正在画' },
  state_paused: { en: 'paused', zh_CN: '已暂停' },
  state_done: { en: 'done', zh_CN: '完成' },
  state_failed: { en: 'failed', zh_CN: '失败' },
  state_cancelled: { en: 'cancelled', zh_CN: '已取消' },
  no_such_state: {
    en: 'No state is called “{name}”: there are {states}.',
    zh_CN: '没有叫“{name}”的状态：有 {states}。'
  },
  no_job_found: { en: 'No job has all of this.', zh_CN: '没有符合的任务。' },
  jobs_found: { en: '{count} found', zh_CN: '找到 {count} 个' },
  jobs_found_more: { en: 'The newest {count} found', zh_CN: '找到的最新 {count} 个' },
  jobs_waiting: { en: 'Waiting', zh_CN: '等待' },
  jobs_earlier: { en: 'Earlier', zh_CN: '之前' },
  resume: { en: 'Resume', zh_CN: '继续' },
  pause: { en: 'Pause', zh_CN: '暂停' },
  open: { en: 'Open', zh_CN: '打开' },
  pause_all: { en: 'Pause all', zh_CN: '全部暂停' },
  resume_all: { en: 'Resume all', zh_CN: '全部继续' },
  everything_paused: { en: 'Everything is paused', zh_CN: '全部已暂停' },
  priority_high: { en: 'Before all others', zh_CN: '最先' },
  priority_normal: { en: 'Normal', zh_CN: '正常' },
  priority_low: { en: 'Later', zh_CN: '靠后' },
  move_up: { en: 'Up', zh_CN: '上移' },
  move_down: { en: 'Down', zh_CN: '下移' },
  is_first_already: { en: 'It is the first already.', zh_CN: '已经在最前面。' },
  is_last_already: { en: 'It is the last already.', zh_CN: '已经在最后面。' },
  takes_turns_with: {
    en: '“{name}” is of {whose}, and the two are drawn in turn.',
    zh_CN: '“{name}”来自 {whose}，两个任务轮流画。'
  },
  has_priority: {
    en: '“{name}” has another priority: “{priority}”.',
    zh_CN: '“{name}”的优先级不同：“{priority}”。'
  },
  priority_passes_up: { en: ' “{priority}” puts this job first.', zh_CN: '选“{priority}”，这个任务就先画。' },
  priority_passes_down: {
    en: ' “{priority}” puts this job behind it.',
    zh_CN: '选“{priority}”，这个任务就后画。'
  },
  priority_joins: {
    en: ' With the same, this job is drawn in turn with it.',
    zh_CN: '设成一样的，两个任务就轮流画。'
  },
  moved_to: {
    en: '“{name}” is number {place} of {count} now.',
    zh_CN: '“{name}”现在排第 {place}，共 {count} 个。'
  },
  jobs_begun: { en: 'Begun', zh_CN: '已开始' },
  jobs_paused: { en: 'Paused', zh_CN: '已暂停' },
  cancel_all_others: { en: 'Cancel all others', zh_CN: '取消其他全部' },
  cancels_jobs: of<{ jobs: number; cells: number }>({
    en: f =>
      `${f.jobs === 1 ? '1 job ends' : `${f.jobs} jobs end`}, whoever asked for ${f.jobs === 1 ? 'it' : 'them'}; ${f.cells === 1 ? '1 cell is' : `${f.cells} cells are`} not drawn.`,
    zh_CN: f => `会结束 ${f.jobs} 个任务（不管是谁的），有 ${f.cells} 格不再画。`
  }),
  forgets_cells: {
    en: {
      by: 'cells',
      one: 'The job leaves the list with {cells} drawn cell. Its picture is gone, unless another job shows it.',
      other:
        'The job leaves the list with {cells} drawn cells. Their pictures are gone, unless another job shows them.'
    },
    zh_CN: '任务会从列表移除，连同画好的 {cells} 格；没有别的任务用到的图片也会删除。'
  },
  leave_as_it_is: { en: 'Leave as it is', zh_CN: '保持不变' },
  this_page: { en: 'this page', zh_CN: '这个页面' },
  other_page: { en: 'another page', zh_CN: '另一个页面' },
  other_program: { en: 'a program', zh_CN: '其他程序' },
  load_into_form: { en: 'Load into the form', zh_CN: '填入表单' },
  loaded_from_job: { en: 'Loaded from the job.', zh_CN: '已从任务载入。' },
  forget: { en: 'Forget', zh_CN: '移除记录' },
  no_jobs_short: { en: 'none yet', zh_CN: '还没有' },
  earlier_jobs: {
    en: { by: 'count', one: '{count} earlier job', other: '{count} earlier jobs' },
    zh_CN: '更早的 {count} 个任务'
  },
  jobs_today: { en: '{count} today', zh_CN: '今天 {count} 个' },
  jobs_under_way: { en: '{count} under way', zh_CN: '{count} 个进行中' },
  draw_missing_cells: {
    en: { by: 'cells', one: 'Draw the missing cell', other: 'Draw the {cells} missing cells' },
    zh_CN: '画完缺的 {cells} 格'
  },
  loaded_from_cell: { en: 'Loaded from the cell.', zh_CN: '已从单元格载入。' },
  not_a_sweep_cell: {
    en: 'The active cell isn’t a sweep: its first line would be {magic} …',
    zh_CN: '当前单元格不是扫描：第一行应为 {magic} …'
  },
  image_to_image: { en: 'Image to image', zh_CN: '图生图' },
  hires_fix: { en: 'Hires fix', zh_CN: '高清修复' },
  sampling_options: { en: 'Sampling options', zh_CN: '采样选项' },
  with_mask: { en: 'with mask', zh_CN: '带蒙版' },
  from_a_picture: { en: 'from a picture', zh_CN: '从图片开始' },
  diffusion: { en: 'Diffusion', zh_CN: '扩散绘图' },
  load_from_cell: { en: 'Load from cell', zh_CN: '从单元格载入' },
  clear_form: { en: 'Clear the form', zh_CN: '清空表单' },
  form_is_clear: { en: 'The form is clear.', zh_CN: '表单已清空。' },
  show_examples: { en: 'Show examples', zh_CN: '显示例子' },
  scan_models: { en: 'Look for models again', zh_CN: '重新扫描模型' },
  settings: { en: 'Settings', zh_CN: '设置' },
  undo: { en: 'Undo', zh_CN: '撤销' },
  random_seed: { en: 'Random: another seed for each run', zh_CN: '随机：每次运行换一个种子' },
  no_last_seed: {
    en: 'Reuse the last seed: no sweep was run yet',
    zh_CN: '沿用上次的种子：还没有运行过扫描'
  },
  reuse_last_seed: { en: 'Reuse the last seed, {seed}', zh_CN: '沿用上次的种子 {seed}' },
  parameters: { en: 'Parameters', zh_CN: '参数' },
  no_such_parameter: { en: 'No parameter is called that.', zh_CN: '没有这样的参数。' },
  fewer_parameters: { en: 'Fewer parameters', zh_CN: '收起' },
  find_parameter: { en: 'Find a parameter', zh_CN: '查找参数' },
  parameter_name: { en: 'Name, as you know it', zh_CN: '参数名，中英文都可以' },
  close_search: { en: 'Close the search', zh_CN: '关闭查找' },
  more_parameters: {
    en: { by: 'count', one: '{count} more parameter', other: '{count} more parameters' },
    zh_CN: '还有 {count} 个参数'
  },
  remove: { en: 'Remove {name}', zh_CN: '去掉 {name}' },
  steps_written: { en: '{steps} steps', zh_CN: '{steps} 步' },
  settings_from_picture: { en: 'Settings from a picture…', zh_CN: '从图片读取设置…' },
  command_read_picture: { en: 'Read the Settings of a Picture', zh_CN: '读取图片里的设置' },
  drop_to_read: { en: 'Drop to see its settings', zh_CN: '松开，看看里面的设置' },
  settings_of: { en: 'Settings of {name}', zh_CN: '{name} 里的设置' },
  settings_of_picture: { en: 'Settings of the picture', zh_CN: '图片里的设置' },
  written_by: { en: 'written by {writer}', zh_CN: '由 {writer} 写入' },
  reading_picture: { en: 'Reading the picture…', zh_CN: '正在读图片…' },
  no_settings: { en: 'This picture holds no settings.', zh_CN: '这张图片里没有设置。' },
  no_settings_in: of<{ names: string[] }>({
    en: f => `This picture holds text (${f.names.join(', ')}), but no settings that can be read in it.`,
    zh_CN: f => `这张图片带有文本（${f.names.join('、')}），但里面读不出设置。`
  }),
  cell_given: { en: 'A cell', zh_CN: '单元格' },
  settings_of_text: { en: 'Settings of the text', zh_CN: '文本里的设置' },
  no_settings_in_text: { en: 'This text holds no settings.', zh_CN: '这段文本里没有设置。' },
  no_picture_given: {
    en: 'This is no picture that can be read here: PNG, JPEG and WebP are.',
    zh_CN: '这不是能读取的图片：可以读 PNG、JPEG 和 WebP。'
  },
  no_picture_named: {
    en: '{name} is no picture or text that can be read here. These are: {kinds}.',
    zh_CN: '{name} 不是能读取的图片或文本：可以读 {kinds}。'
  },
  others_given: of<{ name: string; others: readonly string[] }>({
    en: f =>
      `One file is read at a time: ${f.name}. Not read: ${someOf(f.others, rest => `and ${rest} more`).join(', ')}.`,
    zh_CN: f =>
      `一次只读一个文件：${f.name}。没有读：${someOf(f.others, rest => `另外 ${rest} 个`).join('、')}。`
  }),
  picture_too_large: {
    en: 'This file is too large to be read: up to {limit} MB are.',
    zh_CN: '这个文件太大，读不了：最多读 {limit} MB。'
  },
  link_given: {
    en: 'An address is not looked up. Save the picture and drop the file, or paste its settings as text.',
    zh_CN: '网址不会被打开。请先保存图片再拖进来，或把设置作为文本粘贴。'
  },
  text_is_cell: {
    en: 'This text is a cell: its first line is {magic} …',
    zh_CN: '这段文本是一个单元格：第一行是 {magic} …'
  },
  prompt_is_cell: { en: 'This is a cell, not a prompt.', zh_CN: '这是一个单元格，不是提示词。' },
  prompt_holds_settings: {
    en: 'Settings stand in this prompt. The fields below don’t show them.',
    zh_CN: '这段提示词里有设置，下面的字段里看不到。'
  },
  load_as_cell: { en: 'Load it into the form', zh_CN: '载入表单' },
  loaded_from_text: { en: 'Loaded from the text.', zh_CN: '已从文本载入。' },
  show_settings: { en: 'Show what they would change', zh_CN: '看看会改变什么' },
  text_applied: { en: 'The text’s settings are in the form.', zh_CN: '文本里的设置已填入表单。' },
  form_says_so: { en: 'The form says all of this already.', zh_CN: '表单里已经是这些设置。' },
  model_stays: { en: 'It is drawn with {model}.', zh_CN: '会用 {model} 来画。' },
  what_changes: { en: 'What will change', zh_CN: '会改变什么' },
  what_to_take: { en: 'What to take over', zh_CN: '取用哪些' },
  all_changes: { en: 'All', zh_CN: '全部' },
  prompt_only: { en: 'Only the prompt', zh_CN: '只要提示词' },
  settings_only: { en: 'Only the settings', zh_CN: '只要参数' },
  now_is: { en: 'now', zh_CN: '现在' },
  then_is: { en: 'then', zh_CN: '之后' },
  value_true: { en: 'on', zh_CN: '开' },
  value_false: { en: 'off', zh_CN: '关' },
  value_auto: { en: 'automatic', zh_CN: '自动' },
  value_original: { en: 'original', zh_CN: '原样' },
  value_no_norm: { en: 'no norm', zh_CN: '不归一' },
  value_ignore: { en: 'ignore', zh_CN: '忽略' },
  value_zero_snr: { en: 'zero terminal SNR', zh_CN: '零终端信噪比' },
  not_said: { en: 'not set', zh_CN: '未设' },
  unchanged: { en: '{count} unchanged', zh_CN: '{count} 项不变' },
  apply_changes: {
    en: { by: 'count', one: 'Apply {count} change', other: 'Apply {count} changes' },
    zh_CN: '应用 {count} 项'
  },
  picture_applied: { en: 'The picture’s settings are in the form.', zh_CN: '图片里的设置已填入表单。' },
  picture_applied_of: { en: 'The settings of {name} are in the form.', zh_CN: '{name} 里的设置已填入表单。' },
  give_picture: { en: 'Choose, drop or paste a picture', zh_CN: '选择、拖入或粘贴图片' },
  uploading: { en: 'Uploading…', zh_CN: '正在上传…' },
  add_picture: { en: 'Add a picture', zh_CN: '加一张图片' },
  choose_another_picture: { en: '{label}: choose another picture', zh_CN: '{label}：换一张' },
  choose_picture: { en: '{label}: choose a picture', zh_CN: '{label}：选一张图片' },
  /** The heading of the palette: it finds what stands behind a Latin letter, whatever that is, and nothing before one. */
  palette_category: { en: 'Diffusion', zh_CN: 'Diffusion 扩散绘图' },
  command_panel: { en: 'Diffusion Panel', zh_CN: '扩散绘图面板' },
  command_run: { en: 'Draw the Sweep of the Panel', zh_CN: '画面板里的扫描' },
  command_insert_cell: { en: 'Insert the Panel’s Sweep as a Cell', zh_CN: '把面板里的扫描插入为单元格' },
  command_load_cell: { en: 'Load the Active Sweep Cell into the Panel', zh_CN: '把当前扫描单元格载入面板' },
  command_find_parameter: { en: 'Find a Diffusion Parameter', zh_CN: '查找扩散绘图参数' },
  command_pause_all: { en: 'Pause All Sweeps', zh_CN: '暂停所有扫描' },
  command_resume_all: { en: 'Resume All Sweeps', zh_CN: '继续所有扫描' },
  command_cancel_all: { en: 'Cancel All Sweeps', zh_CN: '取消所有扫描' },
  command_fill: { en: 'Put Values into the Diffusion Panel', zh_CN: '把值填入扩散绘图面板' },
  prompt_reading: { en: 'How the prompt is read', zh_CN: '提示词是怎么读的' },
  tokens_a_chunk: { en: 'Tokens in each chunk of 75', zh_CN: '每 75 个词元一段，各段的词元数' },
  text_weight: { en: 'text {weight}', zh_CN: '文本 {weight}' },
  tokens_of: {
    en: '{tokens} of {limit} tokens: how the prompt is read',
    zh_CN: '{tokens} / {limit} 个词元：提示词是怎么读的'
  },
  prompt: { en: 'Prompt', zh_CN: '提示词' },
  prompt_placeholder: { en: 'What should the picture show?', zh_CN: '想画什么？中文、英文都可以' },
  negative_prompt: { en: 'Negative prompt', zh_CN: '反向提示词' },
  negative_placeholder: { en: 'What it should not show', zh_CN: '画面里不要什么' },
  variants_hint: of<object>({ en: () => '{a|b} draws both', zh_CN: () => '{甲|乙} 两种都画' }),
  insert_lora_or_embedding: { en: 'Insert a LoRA or an embedding', zh_CN: '插入 LoRA 或嵌入' },
  insert_embedding: { en: 'Insert an embedding', zh_CN: '插入嵌入' },
  lower_weight: { en: 'Lower the weight', zh_CN: '减轻' },
  wordings: {
    en: { by: 'count', one: '{count} wording', other: '{count} wordings' },
    zh_CN: '{count} 种写法'
  },
  starting_service: { en: 'Starting the drawing service…', zh_CN: '正在启动绘图服务…' },
  show: { en: 'Show', zh_CN: '显示' },
  notice_of_job: { en: '“{name}”: {words}', zh_CN: '“{name}”：{words}' },
  show_grid: { en: 'Show the grid', zh_CN: '显示网格' },
  no_prompt: { en: 'No prompt', zh_CN: '没有提示词' },
  waiting_next: { en: 'Waiting: next', zh_CN: '等待：下一个' },
  yesterday: { en: 'yesterday', zh_CN: '昨天' },
  cancelled_on_at: { en: 'Cancelled {day} at {done} of {total}', zh_CN: '{day}取消，画好 {done} / {total}' },
  paused_at: { en: 'Paused at {done} of {total}', zh_CN: '已暂停，画好 {done} / {total}' },
  cancelled_at: { en: 'Cancelled at {done} of {total}', zh_CN: '已取消，画好 {done} / {total}' },
  failed_of: { en: '{failed} of {total} failed', zh_CN: '{failed} / {total} 失败' },
  show_cells: {
    en: { by: 'cells', one: 'Show {cells} cell', other: 'Show {cells} cells' },
    zh_CN: '显示 {cells} 格'
  },
  done_at: { en: 'Done {time}', zh_CN: '{time} 完成' },
  draw_cells: {
    en: { by: 'cells', one: 'Draw {cells} cell', other: 'Draw {cells} cells' },
    zh_CN: '画 {cells} 格'
  },
  line_shows_panel: { en: '{line}. Press to show the panel.', zh_CN: '{line}。点击显示面板。' },
  jobs_wait: {
    en: { by: 'count', one: '{count} job waits', other: '{count} jobs wait' },
    zh_CN: '{count} 个任务在等'
  },
  /** Beside the figures of a job that is drawn. */
  in_turn: of<{ name: string; others: number }>({
    en: f => inTurnWith(f, 'en'),
    zh_CN: f => inTurnWith(f, 'zh_CN')
  }),
  show_what_needs_fixing: { en: 'Show What the Panel Needs Fixed', zh_CN: '指出面板中要改正之处' },
  save_report: { en: 'Save a report…', zh_CN: '保存报告…' },
  command_report: { en: 'Save a Diffusion Report', zh_CN: '保存扩散绘图的报告' },
  report_failed: { en: 'The report couldn’t be made', zh_CN: '没能做出报告' },
  diffusion_settings: { en: 'Diffusion Settings', zh_CN: '扩散绘图设置' },
  bring_back_form: { en: 'Bring Back the Form before the Last Change', zh_CN: '恢复上次改动前的表单' },
  reuse_a_seed: { en: 'Reuse the last seed', zh_CN: '沿用上次的种子' },
  make_axis: { en: 'Make {name} an axis', zh_CN: '把{name}变成轴' },
  the_parameter: { en: 'the parameter', zh_CN: '参数' },
  lower_weight_at_caret: { en: 'Lower the weight of the words at the caret', zh_CN: '减轻光标处词语的权重' },
  raise_weight: { en: 'Raise the weight', zh_CN: '加重' },
  raise_weight_at_caret: { en: 'Raise the weight of the words at the caret', zh_CN: '加重光标处词语的权重' }
});
