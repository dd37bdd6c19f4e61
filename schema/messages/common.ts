/** Words that panel and grid share. */
import { messages } from './types';

export const commonMessages = messages({
  picture: { en: 'Picture', zh_CN: '图片' },
  size: { en: 'Size', zh_CN: '尺寸' },
  off: { en: 'off', zh_CN: '关' },
  steps_of: { en: { by: 'steps', one: '{steps} step', other: '{steps} steps' }, zh_CN: '{steps} 步' },
  cfg_of: { en: 'CFG {value}', zh_CN: 'CFG {value}' },
  seed_of: { en: 'seed {seed}', zh_CN: '种子 {seed}' },
  negative_of: { en: 'negative: {text}', zh_CN: '反向：{text}' },
  sampler_and_scheduler: { en: '{sampler}, {scheduler}', zh_CN: '{sampler}，{scheduler}' },
  width_by_height: { en: '{width} × {height}', zh_CN: '{width} × {height}' },
  clause_separator: { en: '. ', zh_CN: '。' },
  label_and_value: { en: '{label}: {value}', zh_CN: '{label}：{value}' },
  sentence_separator: { en: ' ', zh_CN: '' },
  list_separator: { en: ', ', zh_CN: '，' },
  cancel: { en: 'Cancel', zh_CN: '取消' },
  evidence: { en: 'Evidence', zh_CN: '证据' },
  count_from_cache: { en: '{count} from cache', zh_CN: '{count} 格已有' },
  retry_failed_cells: {
    en: { by: 'cells', one: 'Retry {cells} failed cell', other: 'Retry {cells} failed cells' },
    zh_CN: '重试 {cells} 格'
  },
  cells_counted: { en: { by: 'cells', one: '{cells} cell', other: '{cells} cells' }, zh_CN: '{cells} 格' },
  about: { en: 'about {amount}', zh_CN: '约 {amount}' },
  columns: { en: 'Columns', zh_CN: '列' },
  rows: { en: 'Rows', zh_CN: '行' },
  outer_columns: { en: 'Outer columns', zh_CN: '外层列' },
  outer_rows: { en: 'Outer rows', zh_CN: '外层行' },
  insert_as_cell: { en: 'Insert as cell', zh_CN: '插入为单元格' },
  more: { en: 'More', zh_CN: '更多' },
  none: { en: 'none', zh_CN: '无' },
  close: { en: 'Close', zh_CN: '关闭' },
  try_again: { en: 'Try again', zh_CN: '再试' },
  failed: { en: 'Failed', zh_CN: '失败' },
  done_of: { en: '{done} of {total}', zh_CN: '{done} / {total}' },
  with_keys: { en: '{label} ({keys})', zh_CN: '{label}（{keys}）' },
  where_help: {
    en: 'Only the cells for which this holds, such as "steps > 10".',
    zh_CN: '只画满足条件的格，如“steps > 10”。'
  },
  sample_help: { en: 'So many of the cells, drawn by lot.', zh_CN: '抽取这么多格。' },
  limit_help: { en: 'How many cells the sweep may have.', zh_CN: '扫描最多可有多少格。' }
});
