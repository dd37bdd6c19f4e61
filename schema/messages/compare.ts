/** What the Compare panel says, and the grid of it. */
import { messages, of } from './types';

export const compareMessages = messages({
  compare: { en: 'Compare', zh_CN: '对比' },
  /** See `palette_category`. */
  compare_category: { en: 'Compare', zh_CN: 'Diffusion 对比' },
  compare_count: { en: 'Compare {count}', zh_CN: '对比 {count}' },
  compare_open: { en: 'Open the Compare panel', zh_CN: '打开对比面板' },
  compare_this: { en: 'Compare this picture, or no more', zh_CN: '加入对比，或取出' },
  compare_holds: { en: '{letter} in Compare', zh_CN: '对比中的 {letter}' },
  compare_left: { en: 'Taken out of Compare', zh_CN: '已从对比中取出' },
  compare_is_full: {
    en: 'Nine pictures are compared already. Take one out first: Delete here, or C on its cell.',
    zh_CN: '已有 9 张图在对比。请先取出一张：在这里按 Delete，或在它的格上按 C。'
  },
  compare_empty: {
    en: 'Choose 2 to 9 cells in any grid and press C.',
    zh_CN: '在任意网格里选 2 到 9 格，按 C。'
  },
  compare_one: {
    en: 'One more: press C on another cell of any grid.',
    zh_CN: '还要一张：在任意网格的另一格上按 C。'
  },
  compare_drop: {
    en: 'Pictures can be dropped here, too: from a grid, or PNG, JPEG and WebP files.',
    zh_CN: '也可以把图片拖到这里：网格里的图，或 PNG、JPEG、WebP 文件。'
  },
  compare_drop_here: { en: 'Drop to compare', zh_CN: '松开即加入对比' },
  compare_add: { en: 'Add a picture', zh_CN: '加一张图' },
  compare_add_hint: {
    en: 'Choose a PNG, JPEG or WebP file. C adds the cell of a grid.',
    zh_CN: '选一个 PNG、JPEG 或 WebP 文件。在网格里按 C 可加入一格。'
  },
  compare_blink: { en: 'Blink', zh_CN: '闪切' },
  compare_slider: { en: 'Slider', zh_CN: '滑块' },
  compare_side: { en: 'Side by side', zh_CN: '并排' },
  compare_onion: { en: 'Onion', zh_CN: '叠透' },
  compare_difference: { en: 'Difference', zh_CN: '差异' },
  compare_mode: { en: 'How to compare', zh_CN: '对比方式' },
  compare_auto: { en: 'Auto, 2 per second', zh_CN: '自动，每秒 2 次' },
  compare_auto_hint: { en: 'Blink by itself, twice a second', zh_CN: '自动闪切，每秒 2 次' },
  compare_auto_off: {
    en: 'This system asks for less motion, so nothing blinks by itself. Holding the key always works.',
    zh_CN: '系统要求减少动态效果，所以不自动闪切。按住快捷键始终有效。'
  },
  compare_blink_help: { en: 'Blink; once more: by itself', zh_CN: '闪切；再按一次：自动' },
  compare_hold: { en: 'Hold: see the reference in its place', zh_CN: '按住：在原处看基准图' },
  compare_hold_to_blink: { en: 'hold to blink', zh_CN: '按住即闪切' },
  compare_hold_for: { en: 'hold for {letter}', zh_CN: '按住看 {letter}' },
  compare_release_for: { en: 'release for {letter}', zh_CN: '松开回到 {letter}' },
  compare_opacity: { en: 'Opacity of {letter}', zh_CN: '{letter} 的不透明度' },
  compare_split: { en: 'Split between {left} and {right}', zh_CN: '{left} 与 {right} 的分界' },
  compare_split_words: { en: '{percent} % {left}', zh_CN: '{left} 占 {percent}%' },
  compare_synced: { en: 'Synced', zh_CN: '同步' },
  compare_synced_hint: {
    en: 'Zoom and move all panes together',
    zh_CN: '所有窗格一起缩放和移动'
  },
  compare_swap: { en: 'Swap {left} and {right}', zh_CN: '{left} 与 {right} 互换' },
  compare_swap_two: { en: 'Swap the two', zh_CN: '两张互换' },
  compare_fit: { en: 'Fit', zh_CN: '适合' },
  compare_fit_hint: { en: 'As large as there is room', zh_CN: '放到能容下的最大' },
  compare_actual: { en: '1 : 1, or as large as there is room', zh_CN: '1 : 1，或放到最大' },
  compare_larger: { en: 'Zoom in', zh_CN: '放大' },
  compare_smaller: { en: 'Zoom out', zh_CN: '缩小' },
  compare_move: { en: 'Move the pictures', zh_CN: '移动图片' },
  compare_move_alone: { en: 'Move this one alone', zh_CN: '只移动这一张' },
  compare_loupe: { en: 'Hold: loupe', zh_CN: '按住：放大镜' },
  compare_before: { en: 'Pair before', zh_CN: '上一对' },
  compare_after: { en: 'Pair after', zh_CN: '下一对' },
  compare_next_pane: { en: 'Next pane', zh_CN: '下一个窗格' },
  compare_reference: { en: 'Reference', zh_CN: '基准' },
  compare_make_reference: { en: 'Hold the others against this picture', zh_CN: '以这张图为基准' },
  compare_take_out: { en: 'Take out of Compare', zh_CN: '从对比中取出' },
  compare_take_out_named: { en: 'Take {letter} out', zh_CN: '取出 {letter}' },
  compare_clear: { en: 'Take all out', zh_CN: '全部取出' },
  compare_taken_out: { en: '{letter} was taken out.', zh_CN: '已取出 {letter}。' },
  compare_what_differs: { en: 'What differs', zh_CN: '不同之处' },
  compare_nothing_differs: {
    en: 'All parameters that are told are equal.',
    zh_CN: '已知的参数都相同。'
  },
  compare_untold: {
    en: { by: 'count', one: '{count} told of some only', other: '{count} told of some only' },
    zh_CN: '{count} 项只有部分图片写明'
  },
  compare_equal: {
    en: { by: 'count', one: '{count} parameter equal', other: '{count} parameters equal' },
    zh_CN: '另有 {count} 项相同'
  },
  compare_equal_and_prompt: {
    en: {
      by: 'count',
      one: '{count} parameter and the prompt equal',
      other: '{count} parameters and the prompt equal'
    },
    zh_CN: '另有 {count} 项相同，提示词也相同'
  },
  compare_prompt: { en: 'Prompt', zh_CN: '提示词' },
  compare_negative: { en: 'Negative prompt', zh_CN: '反向提示词' },
  compare_ref_short: { en: 'ref.', zh_CN: '基准' },
  compare_likeness: { en: 'Likeness', zh_CN: '相似度' },
  compare_ssim_equal: { en: 'SSIM {ssim}: equal, pixel by pixel', zh_CN: 'SSIM {ssim}：逐像素相同' },
  compare_ssim_near: { en: 'SSIM {ssim}: hardly to be told apart', zh_CN: 'SSIM {ssim}：几乎看不出差别' },
  compare_ssim_detail: {
    en: 'SSIM {ssim}: same layout, other detail',
    zh_CN: 'SSIM {ssim}：细节有别，构图相同'
  },
  compare_ssim_parts: { en: 'SSIM {ssim}: other in large parts', zh_CN: 'SSIM {ssim}：大部分不同' },
  compare_ssim_other: { en: 'SSIM {ssim}: another picture', zh_CN: 'SSIM {ssim}：是另一幅画面' },
  compare_ssim_name: { en: 'SSIM', zh_CN: 'SSIM' },
  compare_how_much: { en: 'How much', zh_CN: '差多少' },
  compare_share: { en: 'Pixels changed', zh_CN: '变化的像素' },
  compare_share_hint: {
    en: 'Pixels of which a channel differs by more than the threshold',
    zh_CN: '有一个通道的差超过阈值的像素'
  },
  compare_seen: { en: 'Seen to differ', zh_CN: '看得出的差异' },
  compare_seen_hint: {
    en: 'Pixels whose colours look different (pixelmatch: distance in OKLab, anti-aliased edges left out)',
    zh_CN: '颜色看起来不同的像素（pixelmatch：OKLab 距离，不计抗锯齿边缘）'
  },
  compare_mean: { en: 'Mean change', zh_CN: '平均差' },
  compare_largest: { en: 'Largest', zh_CN: '最大差' },
  compare_of_255: { en: '{value} / 255', zh_CN: '{value} / 255' },
  compare_largest_at: { en: '{value} / 255, at {x}, {y}', zh_CN: '{value} / 255，在 {x}, {y}' },
  compare_threshold: { en: 'Threshold', zh_CN: '阈值' },
  compare_threshold_note: {
    en: 'Smaller changes count as equal and stay dim.',
    zh_CN: '小于阈值的差异按相同显示（变暗）。'
  },
  compare_locates: {
    en: 'The map finds the place. To judge, hold {key} and blink.',
    zh_CN: '差异图用来找位置；判断好坏请按住 {key} 闪切。'
  },
  compare_measuring: { en: 'Comparing pixel by pixel', zh_CN: '正在逐像素比较' },
  compare_not_measured: {
    en: 'The two can’t be compared pixel by pixel: {reason}',
    zh_CN: '这两张无法逐像素比较：{reason}'
  },
  compare_apart: {
    en: 'Shifted like this, the two have no pixel in common.',
    zh_CN: '这样偏移后，两张图没有重叠的像素。'
  },
  compare_map: { en: 'Where {left} and {right} differ', zh_CN: '{left} 与 {right} 的差异位置' },
  compare_scale: { en: 'Colours from {from} to {to} of 255', zh_CN: '颜色对应 255 中的 {from} 到 {to}' },
  compare_sizes: of<{ sizes: readonly string[] }>({
    en: f =>
      `Sizes differ (${f.sizes.join(', ')}). Pixels keep their size and centres lie on one another; figures and map are of what all have in common.`,
    zh_CN: f => `尺寸不同（${f.sizes.join('、')}）。像素按原大小显示，中心对齐；差异只算共有的部分。`
  }),
  compare_size_of: { en: '{letter} {width} × {height}', zh_CN: '{letter} {width} × {height}' },
  compare_common: {
    en: 'Compared: {width} × {height} in common',
    zh_CN: '比较范围：共有的 {width} × {height}'
  },
  compare_shifted: { en: '{letter} is shifted by {x}, {y} px', zh_CN: '{letter} 偏移 {x}, {y} 像素' },
  compare_zoomed_alone: {
    en: '{letter} is zoomed alone, × {factor}',
    zh_CN: '{letter} 单独缩放，× {factor}'
  },
  compare_alone: {
    en: '{what} (Alt-drag moves one pane alone).',
    zh_CN: '{what}（按住 Alt 拖动可单独移动）。'
  },
  compare_back: { en: 'Put back', zh_CN: '复位' },
  compare_decoded: {
    en: 'Both are decoded, at one zoom and place, with no frame between.',
    zh_CN: '两张已解码好，同一缩放、同一位置，中间没有空白帧。'
  },
  compare_keep_one: { en: 'Keep one, reject the other', zh_CN: '留一张，淘汰另一张' },
  compare_keep: { en: 'Keep {letter}', zh_CN: '留 {letter}' },
  compare_mark_undone: {
    en: 'The latest mark of {letters} is taken back.',
    zh_CN: '已撤销 {letters} 的最近一次标记。'
  },
  compare_kept: { en: '{letter} is picked, {other} rejected.', zh_CN: '已选中 {letter}，淘汰 {other}。' },
  compare_tray: { en: 'Pictures', zh_CN: '图片' },
  compare_from: of<{ places: readonly string[] }>({
    en: f => `From ${f.places.join(', ')}`,
    zh_CN: f => `来自 ${f.places.join('、')}`
  }),
  compare_all_from: { en: 'All from {place}', zh_CN: '都来自 {place}' },
  compare_file: { en: 'files', zh_CN: '文件' },
  compare_marks_need_cell: {
    en: '{letter} isn’t a cell of a sweep here, so it can’t be marked.',
    zh_CN: '{letter} 不是这里某次扫描的格，不能打标记。'
  },
  compare_picked: { en: '{letter} is picked.', zh_CN: '已选中 {letter}。' },
  compare_rejected: { en: '{letter} is rejected.', zh_CN: '已淘汰 {letter}。' },
  compare_undecided: { en: '{letter} is undecided.', zh_CN: '{letter} 未定。' },
  compare_rated: {
    en: { by: 'stars', one: '{letter}: {stars} star.', other: '{letter}: {stars} stars.' },
    zh_CN: '{letter}：{stars} 星。'
  },
  compare_not_a_picture: of<{ names: readonly string[] }>({
    en: f => `${f.names.join(', ')}: not a PNG, JPEG or WebP picture.`,
    zh_CN: f => `${f.names.join('、')}：不是 PNG、JPEG 或 WebP 图片。`
  }),
  compare_unreadable: {
    en: '{name} can’t be read as a picture; the file may be damaged.',
    zh_CN: '{name} 无法作为图片读取，文件可能已损坏。'
  },
  compare_too_large: { en: '{name} is larger than {limit} MB.', zh_CN: '{name} 超过 {limit} MB。' },
  compare_link: {
    en: 'This link isn’t a picture of a grid here. Save the picture and drop the file.',
    zh_CN: '这个链接不是这里网格中的图片。请先保存图片，再拖入文件。'
  },
  compare_not_kept: of<{ names: readonly string[] }>({
    en: f =>
      `${f.names.join(', ')} came from ${f.names.length === 1 ? 'a file' : 'files'}, which the browser doesn’t keep over a reload: drop ${f.names.length === 1 ? 'it' : 'them'} again.`,
    zh_CN: f => `${f.names.join('、')} 来自文件，浏览器重新载入后不再保留：请再拖入一次。`
  }),
  compare_gone: { en: 'Picture missing', zh_CN: '图片不在' },
  compare_gone_why: {
    en: 'The service doesn’t have {letter}’s picture, or doesn’t answer.',
    zh_CN: '服务里没有 {letter} 的图片，或服务没有应答。'
  },
  compare_loading: { en: 'Loading', zh_CN: '正在载入' },
  compare_unknown_settings: {
    en: '{letter} doesn’t say how it was made.',
    zh_CN: '{letter} 没有写明它是怎么画的。'
  },
  compare_leave: { en: 'Close this list', zh_CN: '关闭此列表' },
  compare_overview: { en: 'What part is seen', zh_CN: '看到的是哪一部分' },
  compare_keys_blink: { en: 'blink the focused pane with {letter}', zh_CN: '所选窗格与 {letter} 闪切' },
  compare_keys_reference: { en: 'make it the reference', zh_CN: '设为基准' },
  compare_keys_reject: { en: 'reject and take out', zh_CN: '淘汰并移出' },
  compare_keys_stars: { en: 'stars', zh_CN: '打星' },
  compare_keys_pair: { en: 'the pair before, after', zh_CN: '上一对、下一对' },
  compare_keys_marks: { en: 'mark the one you see', zh_CN: '给看着的那张打标记' }
});
