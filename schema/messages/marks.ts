/** What is said of marks, tags, selecting, filtering and culling: by the grid, and by the service where it refuses one. */
import { messages } from './types';

export const markMessages = messages({
  tag_long: {
    en: { message: '"{tag}…" is too long for a tag: {length} characters.', hint: 'A tag has up to {limit}.' },
    zh_CN: { message: '“{tag}…” 作标签太长：{length} 个字符。', hint: '标签最多 {limit} 个字符。' }
  },
  tag_characters: {
    en: {
      message: 'The tag "{tag}" holds a sign that tags can’t have.',
      hint: 'Commas part tags; signs that can’t be seen are refused.'
    },
    zh_CN: { message: '标签 “{tag}” 里有不能用的字符。', hint: '逗号用来分隔标签；看不见的字符不能用。' }
  },
  tags_many: {
    en: { message: '{count} tags are too many for one picture.', hint: 'It can have up to {limit}.' },
    zh_CN: { message: '一张图的标签太多：{count} 个。', hint: '最多 {limit} 个。' }
  },

  // Tags
  tags: { en: 'Tags', zh_CN: '标签' },
  tag: { en: 'Tag', zh_CN: '标签' },
  edit_tags: { en: 'Tags …', zh_CN: '标签 …' },
  new_tag: { en: 'Tag, Enter', zh_CN: '标签，回车' },
  tags_of_cells: {
    en: { by: 'cells', one: 'Tags of this picture', other: 'Tags of {cells} pictures' },
    zh_CN: '{cells} 张图的标签'
  },
  remove_tag: { en: 'Take {tag} away', zh_CN: '去掉 {tag}' },
  tagged: { en: 'tagged {tags}', zh_CN: '标签 {tags}' },

  // Marks
  decided_all: { en: 'Every cell is marked.', zh_CN: '每一格都标过了。' },
  auto_advance: { en: 'Auto-advance', zh_CN: '自动前进' },
  auto_advance_help: {
    en: 'After a mark, go to the next cell without one',
    zh_CN: '标记后跳到下一个没有标记的格'
  },
  marked_cells: {
    en: { by: 'cells', one: '{cells} cell marked', other: '{cells} cells marked' },
    zh_CN: '已标记 {cells} 格'
  },

  // Selecting
  extend_selection: { en: 'Select cells', zh_CN: '选择多个格' },
  select_all: { en: 'Select all cells', zh_CN: '选择全部格' },
  clear_selection: { en: 'Clear selection', zh_CN: '取消选择' },
  cells_selected: {
    en: { by: 'cells', one: '{cells} cell selected', other: '{cells} cells selected' },
    zh_CN: '已选 {cells} 格'
  },
  cell_selected: { en: 'selected', zh_CN: '已选' },

  // The filter
  filter: { en: 'Filter', zh_CN: '筛选' },
  filter_cells: { en: 'Filter the cells', zh_CN: '筛选格' },
  filter_all: { en: 'All {count}', zh_CN: '全部 {count}' },
  filter_picks: { en: 'Picks {count}', zh_CN: '选中 {count}' },
  filter_rejects: { en: 'Rejects {count}', zh_CN: '淘汰 {count}' },
  filter_undecided: { en: 'Undecided {count}', zh_CN: '未定 {count}' },
  which_marks: { en: 'Which marks', zh_CN: '哪些标记' },
  at_least_stars: {
    en: { by: 'stars', one: 'At least {stars} star', other: 'At least {stars} stars' },
    zh_CN: '至少 {stars} 星'
  },
  any_stars: { en: 'With or without stars', zh_CN: '不论星级' },
  and_up: { en: 'and up', zh_CN: '及以上' },
  rule: { en: 'Rule', zh_CN: '条件' },
  add_rule: { en: 'Add a rule', zh_CN: '添加条件' },
  remove_rule: { en: 'Take away: {rule}', zh_CN: '去掉：{rule}' },
  rule_value: { en: '{axis} = {values}', zh_CN: '{axis} = {values}' },
  rule_values_joined: { en: '{values} or {value}', zh_CN: '{values} 或 {value}' },
  rule_tag: { en: 'Tag {tag}', zh_CN: '标签 {tag}' },
  rule_untagged: { en: 'Without tags', zh_CN: '没有标签' },
  rule_words: { en: 'Words in the prompt', zh_CN: '提示词里的字' },
  rule_alike: { en: 'Near-duplicates', zh_CN: '近似的图' },
  rule_first: { en: 'One of each near-duplicate', zh_CN: '近似的图只留一张' },
  rule_differs: {
    en: 'Differs from the reference by {percent} % or more',
    zh_CN: '与基准相差 {percent}% 以上'
  },
  rule_resembles: {
    en: 'Differs from the reference by less than {percent} %',
    zh_CN: '与基准相差不到 {percent}%'
  },
  of_axis: { en: '{axis} …', zh_CN: '{axis} …' },
  difference_to_reference: { en: 'Difference to the reference …', zh_CN: '与基准的差异 …' },
  cells_match: { en: '{count} of {cells} match', zh_CN: '{cells} 格中 {count} 格符合' },
  no_cell_matches: { en: 'No cell matches. Clear the filter?', zh_CN: '没有符合的格。清除筛选？' },
  clear: { en: 'Clear', zh_CN: '清除' },
  clear_filter: { en: 'Clear the filter', zh_CN: '清除筛选' },
  collapse: { en: 'Collapse', zh_CN: '收拢' },
  collapse_help: {
    en: 'Only the rows and columns that have a match',
    zh_CN: '只留有符合格的行和列'
  },
  comparing_pictures: {
    en: 'Comparing pictures: {done} of {cells}',
    zh_CN: '正在比较图片：{done} / {cells}'
  },
  cell_outside_filter: { en: 'outside the filter', zh_CN: '不在筛选内' },

  // Near-duplicates
  cell_alike: {
    en: {
      by: 'count',
      one: 'nearly the same as {count} other',
      other: 'nearly the same as {count} others'
    },
    zh_CN: '与另外 {count} 格几乎相同'
  },
  near_duplicates: {
    en: {
      by: 'count',
      one: 'Nearly the same as {count} other cell',
      other: 'Nearly the same as {count} other cells'
    },
    zh_CN: '与另外 {count} 格几乎相同'
  },

  // Culling
  cull: { en: 'Cull', zh_CN: '挑图' },
  cull_help: { en: 'Mark one picture after the other, on the whole screen', zh_CN: '全屏逐张标记' },
  leave_cull: { en: 'Leave culling', zh_CN: '离开挑图' },
  cull_next: { en: 'Next or previous picture', zh_CN: '后一张或前一张' },
  cull_row: { en: 'The same place in the next row', zh_CN: '下一行的同一列' },
  cull_strip: { en: 'All cells', zh_CN: '所有格' },
  count_picked: { en: '{count} picked', zh_CN: '选中 {count}' },
  count_rejected: { en: '{count} rejected', zh_CN: '淘汰 {count}' },
  count_undecided: { en: '{count} undecided', zh_CN: '未定 {count}' },
  again_short: { en: 'again', zh_CN: '重画' }
});
