/** What the grid says itself. */
import { messages, of } from './types';

export const gridMessages = messages({
  diffusion_grid: { en: 'Diffusion Grid', zh_CN: 'Diffusion 扩散绘图网格' },
  use_seed: { en: 'Use seed', zh_CN: '用此种子' },
  use_as_start_picture: { en: 'Use as start picture', zh_CN: '用作起始画面' },
  inserted: { en: 'Inserted', zh_CN: '已插入' },
  copied: { en: 'Copied', zh_CN: '已复制' },
  retry: { en: 'Retry', zh_CN: '重试' },
  picture_gone: { en: 'Picture missing', zh_CN: '图片不在' },
  pick: { en: 'Pick', zh_CN: '选中' },
  reject: { en: 'Reject', zh_CN: '淘汰' },
  from_cache: { en: 'From cache', zh_CN: '来自缓存' },
  copy_seed: { en: 'Copy seed', zh_CN: '复制种子' },
  full_picture: { en: 'Full picture', zh_CN: '大图' },
  copy_parameters: { en: 'Copy parameters', zh_CN: '复制参数' },
  download_picture: { en: 'Download picture', zh_CN: '下载图片' },
  only_this_value: { en: 'Only {value}', zh_CN: '只看 {value}' },
  hide_value: { en: 'Hide {value}', zh_CN: '隐藏 {value}' },
  move_left: { en: 'Left', zh_CN: '左移' },
  move_right: { en: 'Right', zh_CN: '右移' },
  sort_rising: { en: 'Sort rising', zh_CN: '升序排列' },
  sort_falling: { en: 'Sort falling', zh_CN: '降序排列' },
  sort_written: { en: 'As written', zh_CN: '按原来的顺序' },
  show_all_values: { en: 'Show all {count} of {axis}', zh_CN: '显示 {axis} 的全部 {count} 个值' },
  use_value_in_panel: { en: 'Use {value} in the panel', zh_CN: '在面板中使用 {value}' },
  values_hidden: of<{ axis: string; values: readonly string[] }>({
    en: f => `${f.axis} ${f.values.join(', ')} hidden`,
    zh_CN: f => `已隐藏 ${f.axis} ${f.values.join('、')}`
  }),
  many_values_hidden: { en: '{count} values of {axis} hidden', zh_CN: '已隐藏 {axis} 的 {count} 个值' },
  show_all_hidden: { en: 'Show all values of this sweep', zh_CN: '显示这次扫描的全部取值' },
  hide_column: { en: 'Hide this column', zh_CN: '隐藏这一列' },
  menu_of_value: { en: '{axis} {value} …', zh_CN: '{axis} {value} …' },
  reference: { en: 'Reference', zh_CN: '基准' },
  use_as_reference: { en: 'Hold others against this picture', zh_CN: '以这张图为基准' },
  hold_to_blink: { en: 'Hold: see the reference in its place', zh_CN: '按住：在原处看基准图' },
  draw_next_or_again: {
    en: 'Draw this cell next, or once more to compare',
    zh_CN: '先画这一格，或再画一次来对比'
  },
  undecided: { en: 'Undecided', zh_CN: '未定' },
  back_to_grid: { en: 'Back to grid', zh_CN: '回到网格' },
  recipe: { en: 'Recipe', zh_CN: '配方' },
  zoom: { en: 'Zoom', zh_CN: '缩放' },
  percent: { en: '{percent} %', zh_CN: '{percent}%' },
  place_of_cells: { en: '{place} of {cells} cells', zh_CN: '第 {place} / {cells} 格' },
  next_is: { en: 'Next: {name}', zh_CN: '下一个：{name}' },
  previous_is: { en: 'Previous: {name}', zh_CN: '上一个：{name}' },
  asking_for_job: { en: 'Asking the service for this job', zh_CN: '正在向服务查询这个任务' },
  job_unknown: { en: 'The service here doesn’t know this job.', zh_CN: '这里的服务没有这个任务。' },
  service_silent: { en: 'The drawing service doesn’t answer.', zh_CN: '绘图服务没有应答。' },
  sweep_of_cells: {
    en: { by: 'cells', one: 'Sweep, {cells} cell', other: 'Sweep, {cells} cells' },
    zh_CN: '扫描，{cells} 格'
  },
  help_actual_size: { en: '1 : 1 and back', zh_CN: '1 : 1 与还原' },
  keys: { en: 'Keys', zh_CN: '快捷键' },
  progress: { en: 'Progress', zh_CN: '进度' },
  keep_waiting: { en: 'Keep waiting', zh_CN: '继续等' },
  put_away: { en: 'Put away', zh_CN: '收起' },
  not_trusted: {
    en: 'This notebook isn’t trusted, so nothing was asked of the service.',
    zh_CN: '此笔记本未受信任，没有向服务发出请求。'
  },
  copy_picture: { en: 'Copy picture', zh_CN: '复制图片' },
  copy_picture_refused: {
    en: 'The browser doesn’t let this page copy pictures. Download the picture instead.',
    zh_CN: '浏览器不允许此页面复制图片。请改用下载。'
  },
  drawing_interrupted: {
    en: {
      by: 'cells',
      one: 'Drawing was interrupted at {time}; {cells} cell begins again.',
      other: 'Drawing was interrupted at {time}; {cells} cells begin again.'
    },
    zh_CN: '{time} 绘图中断过；{cells} 格重新开始。'
  },
  trust_notebook: { en: 'Trust this notebook', zh_CN: '信任此笔记本' },
  shown_from_notebook: {
    en: 'Shown from the notebook. Marks and new cells need the service.',
    zh_CN: '内容来自笔记本。打标记和画新格需要服务。'
  },
  sweep_not_started: { en: 'This sweep could not start.', zh_CN: '这个扫描没能开始。' },
  retry_cells: {
    en: { by: 'cells', one: 'Retry {cells} cell', other: 'Retry {cells} cells' },
    zh_CN: '重试 {cells} 格'
  },
  cell_varies: { en: 'What this cell varies', zh_CN: '这一格的不同之处' },
  copy_parameters_as_text: { en: 'Copy parameters as text', zh_CN: '以文本复制参数' },
  download: { en: 'Download', zh_CN: '下载' },
  models_default: { en: '(the model’s default)', zh_CN: '（模型默认）' },
  /** A cell's time is that of the passes that it shared with others. */
  took: { en: 'Drawn within', zh_CN: '画完用时' },
  stars_of_five: { en: '{stars} of 5 stars', zh_CN: '{stars} / 5 星' },
  time_on_device: { en: '{time} on {device}', zh_CN: '{time}，在 {device} 上' },
  sweep_grid_of_cells: {
    en: { by: 'cells', one: 'Sweep grid, {cells} cell', other: 'Sweep grid, {cells} cells' },
    zh_CN: '扫描网格，{cells} 格'
  },
  grid: { en: 'Grid', zh_CN: '网格' },
  copy_sweep_text: { en: 'Copy the text of this sweep', zh_CN: '复制这个扫描的文本' },
  copy: { en: 'Copy', zh_CN: '复制' },
  download_contact_sheet: {
    en: 'Download the contact sheet: all pictures with their labels',
    zh_CN: '下载小样：全部图片和标签'
  },
  contact_sheet: { en: 'Contact sheet', zh_CN: '小样' },
  cell_size: { en: 'Cell size', zh_CN: '格子大小' },
  view: { en: 'View', zh_CN: '视图' },
  swap_columns_and_rows: { en: 'Swap columns and rows', zh_CN: '行列互换' },
  open_in_tab: { en: 'Open in a tab of its own', zh_CN: '在单独的标签页打开' },
  larger_cells: { en: 'Larger cells', zh_CN: '放大格' },
  smaller_cells: { en: 'Smaller cells', zh_CN: '缩小格' },
  cells_at_actual_size: { en: 'All cells 1 : 1', zh_CN: '所有格 1 : 1' },
  negative: { en: 'Negative', zh_CN: '反向' },
  drawn_at: { en: 'Drawn at', zh_CN: '成图尺寸' },
  when_saved: { en: 'When this was saved', zh_CN: '保存时' },
  draw_the_rest: { en: 'Draw the rest', zh_CN: '画完剩下的' },
  job_cancelled: { en: 'Cancelled', zh_CN: '已取消' },
  count_being_finished: { en: '{count} being finished', zh_CN: '{count} 格正在收尾' },
  job_paused: { en: 'Paused', zh_CN: '已暂停' },
  phase_queued_short: { en: 'Queued', zh_CN: '排队中' },
  phase_starting_short: { en: 'Starting', zh_CN: '正在启动' },
  phase_loading_model_short: { en: 'Loading the model', zh_CN: '正在载入模型' },
  phase_encoding_short: { en: 'Reading the prompt', zh_CN: '正在读提示词' },
  phase_encoding_picture_short: { en: 'Reading the start picture', zh_CN: '正在读起始画面' },
  phase_sampling_short: { en: 'Drawing', zh_CN: '正在画' },
  phase_upscaling_short: { en: 'Enlarging', zh_CN: '正在放大' },
  phase_decoding_short: { en: 'Decoding', zh_CN: '正在解码' },
  phase_saving_short: { en: 'Saving', zh_CN: '正在保存' },
  phase_finished_short: { en: 'Finished', zh_CN: '已完成' },
  cell_from_cache: { en: 'from cache', zh_CN: '来自缓存' },
  cell_picked: { en: 'picked', zh_CN: '选中' },
  cell_rejected: { en: 'rejected', zh_CN: '淘汰' },
  cell_next: { en: 'next', zh_CN: '下一个' },
  cell_queued: { en: 'queued', zh_CN: '排队' },
  cell_drawing: { en: 'drawing', zh_CN: '正在画' },
  cell_done: { en: 'done', zh_CN: '完成' },
  cell_failed: { en: 'failed', zh_CN: '失败' },
  cell_cancelled: { en: 'cancelled', zh_CN: '已取消' },
  step_of: { en: 'step {step} of {steps}', zh_CN: '第 {step} / {steps} 步' },
  drawn_of: { en: '{done} of {total} drawn', zh_CN: '画好 {done} / {total}' },
  count_drawn: { en: '{count} drawn', zh_CN: '画好 {count} 格' },
  count_drawn_in: { en: '{count} drawn in {time}', zh_CN: '画好 {count} 格，用时 {time}' },
  count_left_out: { en: '{count} left out', zh_CN: '{count} 格没画' },
  count_failed: { en: '{count} failed', zh_CN: '{count} 格失败' },
  cells_to_draw: {
    en: { by: 'cells', one: '{cells} cell to draw', other: '{cells} cells to draw' },
    zh_CN: '{cells} 格待画'
  },
  cells_cached_and_to_draw: {
    en: '{cells} cells: {cached} from cache, {draw} to draw',
    zh_CN: '{cells} 格：{cached} 格已有，{draw} 格待画'
  },
  time_per_cell: { en: '{time} per cell', zh_CN: '每格 {time}' },
  about_left: { en: 'about {time} left', zh_CN: '还剩约 {time}' },
  drawing_started: {
    en: { by: 'cells', one: 'Drawing started: {cells} cell', other: 'Drawing started: {cells} cells' },
    zh_CN: '开始画：{cells} 格'
  },
  evaluations: {
    en: { by: 'count', one: '{count} evaluation', other: '{count} evaluations' },
    zh_CN: '{count} 次 UNet'
  },
  evaluations_of: { en: '{planned} evaluations of {naive}', zh_CN: '{planned} 次 UNet（全画要 {naive}）' },
  stars: { en: { by: 'stars', one: '{stars} star', other: '{stars} stars' }, zh_CN: '{stars} 星' },
  payload_newer: {
    en: 'This sweep was saved by a newer version of jupyterlab-diffusion.',
    zh_CN: '这个扫描由更新版本的 jupyterlab-diffusion 保存。'
  },
  payload_unreadable: { en: 'The data of this sweep can’t be read.', zh_CN: '这个扫描的数据无法读取。' },
  move_to_next_cell: { en: 'Move to the next cell', zh_CN: '移到相邻的格' },
  move_to_edge: { en: 'To the edge', zh_CN: '到边缘' },
  move_to_ends: { en: 'To the ends of the row and the column', zh_CN: '到行首、行尾、列首、列尾' },
  move_several_rows: { en: 'Several rows up or down', zh_CN: '上移或下移几行' },
  move_along_axes: { en: 'Along the axes', zh_CN: '沿各轴移动' },
  leave_grid: { en: 'Back to the grid, then to the notebook', zh_CN: '回到网格，再回到笔记本' },
  larger_picture: { en: 'Larger picture', zh_CN: '放大图片' },
  smaller_picture: { en: 'Smaller picture', zh_CN: '缩小图片' },
  actual_size: { en: 'Actual size', zh_CN: '原始大小' },
  draw_next: { en: 'Draw next', zh_CN: '下一个就画' },
  draw_this_cell: { en: 'Draw this cell', zh_CN: '画这一格' },
  comes_next: { en: 'This cell is drawn next.', zh_CN: '下一个就画这一格。' },
  comes_next_once_resumed: {
    en: 'This cell is drawn next, once drawing goes on.',
    zh_CN: '继续后先画这一格。'
  },
  once_it_goes_on: { en: 'once drawing goes on', zh_CN: '继续后就画' },
  again_once_resumed: {
    en: 'Everything is paused. This cell is drawn again once drawing goes on.',
    zh_CN: '全部已暂停。继续后会重画这一格来核对。'
  },
  said_of_cell: { en: '{name}: {words}', zh_CN: '{name}：{words}' },
  retry_all_of_sweep: { en: 'Retry all {cells} missing', zh_CN: '补画全部 {cells} 格' },
  retry_all_of_sweep_help: {
    en: 'Draws all {cells} cells of this sweep that failed or were cancelled',
    zh_CN: '把这次扫描中失败或取消的 {cells} 格全部重新画'
  },
  waits_again: { en: 'This cell waits to be drawn again already.', zh_CN: '这一格已在等待重画。' },
  is_drawn_now: { en: 'This cell is being drawn already.', zh_CN: '这一格已经在画了。' },
  only_open_cells_cancelled: {
    en: 'Only a cell that waits or is being drawn can be cancelled.',
    zh_CN: '只有排队中或正在画的格可以取消。'
  },
  needs_service: { en: 'This needs the drawing service.', zh_CN: '需要绘图服务。' },
  needs_picture: { en: 'Once this cell is drawn.', zh_CN: '这一格画好之后才行。' },
  needs_axes: { en: 'Where a sweep has several cells.', zh_CN: '扫描有多格时才行。' },
  nothing_drawn_yet: { en: 'Once a picture is drawn.', zh_CN: '有画好的图之后才行。' },
  is_reference: { en: 'This is the reference itself.', zh_CN: '这就是基准图。' },
  nothing_compared_yet: {
    en: 'Nothing is compared yet: C takes a picture.',
    zh_CN: '还没有要对比的图：按 C 加入。'
  },
  no_column_to_hide: { en: 'There is no other column.', zh_CN: '没有其他列了。' },
  page_is_still: { en: 'This system asks for less motion.', zh_CN: '系统设置为减少动态效果。' },
  only_in_grid: { en: 'In the grid.', zh_CN: '网格中才有。' },
  only_in_full: { en: 'In the full picture.', zh_CN: '大图中才有。' },
  only_in_flip: { en: 'While flipping through.', zh_CN: '翻页时。' },
  only_in_cull: { en: 'While culling.', zh_CN: '挑图时。' },
  paused_by_itself: { en: 'this sweep by itself too', zh_CN: '这次扫描也单独暂停了' },
  resume_all_help: {
    en: 'Goes on with all sweeps, also those of other notebooks',
    zh_CN: '继续所有扫描，包括其他笔记本的'
  },
  cancel_this_cell: { en: 'Cancel this cell', zh_CN: '取消这一格' },
  draw_again: { en: 'Draw again', zh_CN: '重画核对' },
  undo_mark: { en: 'Undo a mark', zh_CN: '撤销一次标记' },
  pause_this_sweep: { en: 'Pause this sweep', zh_CN: '暂停这次扫描' },
  resume_this_sweep: { en: 'Resume this sweep', zh_CN: '继续这次扫描' },
  cancel_this_sweep: { en: 'Cancel this sweep', zh_CN: '取消这次扫描' },
  ask_service_again: { en: 'Ask the service for this sweep again', zh_CN: '再向服务询问这次扫描' },
  menu_of_cell: { en: 'Menu of the cell', zh_CN: '这一格的菜单' },
  rate_stars: { en: 'Stars', zh_CN: '星级' },
  retry_what_failed: { en: 'Retry failed cells', zh_CN: '重试失败的格' },
  size_of_all_cells: { en: 'Size of all cells', zh_CN: '所有格的大小' }
});
