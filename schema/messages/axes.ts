/** What the grid says of its axes, of the places they lie at, and of flipping along them. */
import { messages, of } from './types';

/** A name within Chinese words: Latin letters and digits stand apart from them. */
function apart(name: string): string {
  const gap = (isLatin: boolean): string => (isLatin ? ' ' : '');
  return gap(/^[!-~]/.test(name)) + name + gap(/[!-~]$/.test(name));
}

export const axisMessages = messages({
  // Other values
  add_values: { en: 'Add values', zh_CN: '加值' },
  add_values_to: of<{ axis: string }>({
    en: f => `Add values to ${f.axis}`,
    zh_CN: f => `给${apart(f.axis)}加值`
  }),
  add_values_menu: { en: 'Add values …', zh_CN: '加值…' },
  add_pictures: { en: 'More pictures of each cell', zh_CN: '每格多画几张' },
  add_pictures_menu: { en: 'Add pictures …', zh_CN: '多画几张…' },
  pictures_more: { en: 'how many more', zh_CN: '再加几张' },
  pictures_are_a_number: {
    en: 'How many pictures more: a whole number, such as 2.',
    zh_CN: '再加几张：请填整数，例如 2。'
  },
  new_values_of: of<{ axis: string }>({
    en: f => `New values of ${f.axis}`,
    zh_CN: f => `${apart(f.axis).trimStart()}的新值`
  }),
  values_such_as: { en: 'such as {example}', zh_CN: '如 {example}' },
  write_more_words: { en: 'other words, | between several', zh_CN: '别的写法，多个用 | 隔开' },
  values_are_there: { en: 'The grid has these values already.', zh_CN: '网格里已有这些值。' },
  write_values: { en: 'Only the new cells are drawn; the others stay.', zh_CN: '只画新的格，其余照旧。' },
  counting_price: { en: 'Working out what it takes', zh_CN: '正在估算' },
  new_cells: of<{ cells: number; cached: number }>({
    en: f =>
      `${f.cells} new ${f.cells === 1 ? 'cell' : 'cells'}${f.cached > 0 ? `, ${f.cached} from cache` : ''}`,
    zh_CN: f => `新增 ${f.cells} 格${f.cached > 0 ? `，其中 ${f.cached} 格已有` : ''}`
  }),
  refine_around: { en: 'Refine around {value}: {values}', zh_CN: '在 {value} 附近细化：{values}' },
  refine_here: { en: 'Refine around this cell …', zh_CN: '在此附近细化…' },
  refine_title: { en: 'Refine around {cell}', zh_CN: '在 {cell} 附近细化' },
  remove_value: { en: 'Remove {value} from the sweep', zh_CN: '从扫描中去掉 {value}' },
  settle_on_value: { en: 'Keep {value} only, without this axis', zh_CN: '只留 {value}，去掉这条轴' },
  values_added: of<{ axis: string; values: readonly string[] }>({
    en: f => `${f.axis}: ${f.values.join(', ')} added.`,
    zh_CN: f => `${f.axis}：已加 ${f.values.join('、')}。`
  }),
  value_removed: { en: '{axis}: {value} removed.', zh_CN: '{axis}：已去掉 {value}。' },
  axis_settled: of<{ axis: string; value: string }>({
    en: f => `${f.axis} is ${f.value} everywhere now.`,
    zh_CN: f => `${apart(f.axis).trimStart()}现在一律是${apart(f.value).trimEnd()}。`
  }),
  cell_is_behind: {
    en: 'The cell’s text still asks for the earlier grid.',
    zh_CN: '单元格的文本仍是原来的扫描。'
  },
  cell_says_so: { en: 'The cell’s text says so, too.', zh_CN: '单元格的文本也改好了。' },
  put_into_cell: { en: 'Put into the cell', zh_CN: '写进单元格' },
  change_undone: { en: 'Back to the earlier grid.', zh_CN: '已回到原来的网格。' },
  undo_change: { en: 'Undo the last change of the axes', zh_CN: '撤销对轴的上次改动' },
  // Places
  axes: { en: 'Axes', zh_CN: '轴' },
  places_of_axes: { en: 'Places of the axes', zh_CN: '各轴的位置' },
  slider: { en: 'Slider', zh_CN: '滑块' },
  in_the_cell: { en: 'In the cell', zh_CN: '格内' },
  axis_at_place: { en: '{axis}: {place}', zh_CN: '{axis}：{place}' },
  drop_axis_here: of<{ axis: string }>({
    en: f => `Where ${f.axis} lies`,
    zh_CN: f => `${apart(f.axis).trimStart()}放在哪里`
  }),
  drag_axis: { en: '{axis}: drag to another place', zh_CN: '{axis}：可拖到别的位置' },
  value_of: { en: '{axis} {value}', zh_CN: '{axis} {value}' },
  count_hidden: { en: '{count} hidden', zh_CN: '隐藏 {count} 个' },
  values_of_axis_hidden: of<{ axis: string; count: number }>({
    en: f =>
      `${f.count} ${f.count === 1 ? 'value' : 'values'} of ${f.axis} ${f.count === 1 ? 'is' : 'are'} hidden`,
    zh_CN: f => `隐藏了${apart(f.axis)}的 ${f.count} 个值`
  }),
  show_value: { en: 'Show {value}', zh_CN: '显示 {value}' },
  // Size and what is written on cells
  cell_size_word: { en: 'Size', zh_CN: '格子大小' },
  fit_width: { en: 'Fit to the width', zh_CN: '适合宽度' },
  overlay: { en: 'Overlay', zh_CN: '叠加' },
  overlay_help: { en: 'Write on each picture what varies', zh_CN: '在每张图上写出不同之处' },
  // Flip
  flip: { en: 'Flip', zh_CN: '翻页' },
  flip_view: { en: 'Flip through the pictures', zh_CN: '逐张翻看' },
  grid_view: { en: 'Grid of all cells', zh_CN: '全部格的网格' },
  play: { en: 'Play', zh_CN: '播放' },
  play_along: of<{ axis: string }>({ en: f => `Play along ${f.axis}`, zh_CN: f => `沿${apart(f.axis)}播放` }),
  play_or_pause: { en: 'Play or pause along an axis', zh_CN: '沿一条轴播放或暂停' },
  speed: { en: 'Speed', zh_CN: '速度' },
  per_second: { en: '{count} per second', zh_CN: '每秒 {count} 张' },
  playing_way: { en: 'What follows the last value', zh_CN: '到头以后' },
  loop: { en: 'Loop', zh_CN: '循环' },
  bounce: { en: 'Back and forth', zh_CN: '往返' },
  dashed_are_skipped: {
    en: 'Dashed values aren’t drawn yet; playing skips them.',
    zh_CN: '虚线的值还没画好，播放时会跳过。'
  },
  motion_is_reduced: {
    en: 'This system asks for little motion, so nothing plays here. The arrow keys flip.',
    zh_CN: '系统设置了减少动态效果，这里不播放。用方向键翻看。'
  },
  value_not_drawn: { en: '{value}, not drawn', zh_CN: '{value}，没画' }
});
