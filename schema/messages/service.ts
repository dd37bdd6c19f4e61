/** What the service refuses, and why it can't start. */
import type { Language } from '../catalogue';
import { list } from './render';
import { estimate } from './duration';
import { meant, type Named } from './phrases';
import { systemReason } from './system-reasons';
import { messages, of, type Word } from './types';

const STATES: Readonly<Record<string, string>> = {
  queued: '在等待',
  running: '在进行',
  paused: '已暂停',
  done: '已完成',
  failed: '有失败',
  cancelled: '已取消'
};

/** What isn't there, by its kind, which begins the sentence's object; a name follows where there is one. */
const THINGS = {
  en: { job: 'job', cell: 'cell', route: 'route', picture: 'such picture', recipe: 'recipe in this picture' },
  zh_CN: { job: '任务', cell: '格', route: '路由', picture: '这张图片', recipe: '配方：这张图片里没有写' }
};

type Missing = { kind: keyof typeof THINGS.en; name?: Word };

const missing = ({ kind, name }: Missing, language: Language): string =>
  name === undefined ? THINGS[language][kind] : `${THINGS[language][kind]} ${name}`;

/** What is given for a picture and has a name in each language. */
const FOUND: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: { base64: 'base64 text', text: 'a text', untyped: 'no Content-Type' },
  zh_CN: { base64: 'base64 文字', text: '一段文字', untyped: '没有 Content-Type' }
};

/** Headings of lists of files, by their kind. */
const KINDS: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {
    checkpoint: 'Models',
    vae: 'VAEs',
    lora: 'LoRAs',
    embedding: 'Embeddings',
    upscaler: 'Upscalers',
    controlnet: 'ControlNets'
  },
  zh_CN: {
    checkpoint: '模型',
    vae: 'VAE',
    lora: 'LoRA',
    embedding: '嵌入',
    upscaler: '放大模型',
    controlnet: 'ControlNet'
  }
};

type ListedFacts = { family?: Word; size: Word; bundled?: Word; default?: Word };

function notesOf(f: ListedFacts, words: { bundled: string; default: string }): Word[] {
  return [f.family, f.size, f.bundled && words.bundled, f.default && words.default].filter(
    note => note !== undefined && note !== ''
  ) as Word[];
}

type PathFacts = { path: Word; reason: Word };

type PriceFacts = {
  cells: number;
  cached: number;
  draw: number;
  planned: number;
  naive: number;
  eta_s: number;
  memory_mb: number;
  disk_mb: number;
};

export const serviceMessages = messages({
  // Requests
  unauthorized: {
    en: 'A valid token is needed: Authorization: Bearer <token>.',
    zh_CN: '需要有效的令牌：Authorization: Bearer <token>。'
  },
  foreign_origin: { en: 'Requests from {origin} are not accepted.', zh_CN: '不接受来自 {origin} 的请求。' },
  bad_host: { en: 'The host {host} is not served here.', zh_CN: '这里不提供主机 {host}。' },
  unsupported_media_type: of<{ type?: Word }>({
    en: f => `The body must be application/json in UTF-8${f.type ? `, not ${f.type}` : ''}.`,
    zh_CN: f => `请求正文须为 UTF-8 的 application/json${f.type ? `，不是 ${f.type}` : ''}。`
  }),
  bad_encoding: {
    en: "The body's Content-Encoding, {encoding}, can't be undone; it may be gzip, deflate, br or none.",
    zh_CN: '请求正文的 Content-Encoding（{encoding}）解不开；可以是 gzip、deflate、br 或不压缩。'
  },
  body_not_utf8: {
    en: 'The body is not UTF-8, which JSON has to be.',
    zh_CN: '请求正文不是 UTF-8；JSON 必须是 UTF-8。'
  },
  json_syntax: of<{ reason: Word; met?: Word; line: Word; column: Word }>({
    en: f => `the body is not JSON (${f.reason})`,
    zh_CN: f =>
      `请求正文不是 JSON（第 ${f.line} 行第 ${f.column} 列${f.met === undefined ? '就结束了' : `遇到 “${f.met}”`}）`
  }),
  json_duplicate: {
    en: { message: '"{key}" stands twice in one object of the body.', hint: 'Keep one of them.' },
    zh_CN: { message: '请求正文的同一个对象里有两个 “{key}”。', hint: '请只留一个。' }
  },
  json_surrogate: {
    en: {
      message: '{escape} in the body is one half of a character, which is no text.',
      hint: 'Write both halves, or the character itself.'
    },
    zh_CN: {
      message: '请求正文里的 {escape} 只是半个字符，不是文字。',
      hint: '请写出两半，或直接写这个字符。'
    }
  },
  json_inexact: {
    en: {
      message: "{value} can't be read exactly: whole numbers go from -9007199254740991 to 9007199254740991.",
      hint: 'As a seed of torch’s CPU generator its low 32 bits, {low}, give the same noise.'
    },
    zh_CN: {
      message: '{value} 无法精确读取：整数的范围是 -9007199254740991 到 9007199254740991。',
      hint: '作为 torch CPU 发生器的种子，它的低 32 位 {low} 给出同样的噪声。'
    }
  },
  method_not_allowed: {
    en: '{path} takes {allowed}, not {method}.',
    zh_CN: '{path} 接受 {allowed}，不接受 {method}。'
  },
  too_large: { en: 'The body is larger than {limit}.', zh_CN: '请求正文超过 {limit}。' },
  bad_request: { en: "The request can't be read: {reason}.", zh_CN: '看不懂这个请求：{reason}。' },
  not_found: of<Missing>({
    en: f => `There is no ${missing(f, 'en')}.`,
    zh_CN: f => `没有${missing(f, 'zh_CN')}。`
  }),
  internal: { en: 'The service failed: {reason}.', zh_CN: '服务出错：{reason}。' },
  no_sweep: of<object>({
    en: () => ({
      message: 'A sweep is a text or a spec.',
      hint: 'Send {"text": "%%sweep seed=1..4\\na cat"} or {"spec": {"base": {…}, "axes": […]}}.'
    }),
    zh_CN: () => ({
      message: '要有 text 或 spec 其中之一。',
      hint: '发送 {"text": "%%sweep seed=1..4\\n一只猫"} 或 {"spec": {"base": {…}, "axes": […]}}。'
    })
  }),

  // Jobs
  idempotency_conflict: {
    en: 'This Idempotency-Key belongs to job {job}, which was made from another request.',
    zh_CN: '这个 Idempotency-Key 属于任务 {job}，那是另一个请求。'
  },
  job_over: of<{ state: Word }>({
    en: f => `The job is ${f.state}; it can't be paused.`,
    zh_CN: f => `任务${STATES[f.state] ?? f.state}，不能暂停。`
  }),
  job_not_paused: of<{ state: Word }>({
    en: f => `The job is ${f.state}, not paused.`,
    zh_CN: f => `任务${STATES[f.state] ?? f.state}，没有暂停。`
  }),
  job_running: {
    en: { message: 'The job is still running.', hint: 'Cancel it first.' },
    zh_CN: { message: '任务还在进行。', hint: '先取消它。' }
  },
  nothing_failed: {
    en: 'No cell of this job failed, so there is nothing to retry.',
    zh_CN: '这个任务没有失败的格，不用重试。'
  },

  // Pictures that are given
  picture_format: of<{ found?: Word }>({
    en: f => ({
      message: `This is not a picture that can be used${f.found ? ` (found: ${FOUND.en[f.found] ?? f.found})` : ''}.`,
      hint: `Send the bytes of a PNG, JPEG or WebP file${/base64/.test(String(f.found)) ? ' themselves' : ''}.`
    }),
    zh_CN: f => ({
      message: `这不是可用的图片${f.found ? `（收到：${FOUND.zh_CN[f.found] ?? f.found}）` : ''}。`,
      hint: `请发送 PNG、JPEG 或 WebP 文件${/base64/.test(String(f.found)) ? '本身' : ''}的字节。`
    })
  }),
  picture_large: {
    en: {
      message: 'The picture has {width} × {height} pixels; at most 16 megapixels (4096 × 4096) are read.',
      hint: 'Make it smaller first.'
    },
    zh_CN: {
      message: '图片有 {width} × {height} 像素；最多能读 1677 万像素（4096 × 4096）。',
      hint: '请先缩小。'
    }
  },
  picture_damaged: of<{ format: Word; cut?: Word; said?: Word }>({
    en: f => ({
      message: `The picture is damaged: its ${f.format} data ${f.cut ? 'ends early' : "can't be decoded"}.`,
      hint: 'Save or download it again.'
    }),
    zh_CN: f => ({
      message: `图片已损坏：${f.format} 数据${f.cut ? '不完整' : '无法解码'}。`,
      hint: '请重新保存或下载。'
    })
  }),

  // Start and the command line
  data_newer: {
    en: {
      message: 'The data folder was written by a newer version (schema {found}, this one knows {known}).',
      hint: 'Update jupyterlab-diffusion, or use another folder with --data.'
    },
    zh_CN: {
      message: '数据文件夹由更新的版本写成（结构 {found}，这里只认识 {known}）。',
      hint: '更新 jupyterlab-diffusion，或用 --data 换一个文件夹。'
    }
  },
  data_in_use: {
    en: {
      message: 'Another service (process {pid}) uses this data folder: {path}.',
      hint: 'Use that one, end it, or choose another folder with --data.'
    },
    zh_CN: {
      message: '另一个服务（进程 {pid}）正在用这个数据文件夹：{path}。',
      hint: '改用它、结束它，或用 --data 换一个文件夹。'
    }
  },
  data_unwritable: of<PathFacts>({
    en: f => ({
      message: `The data folder can't be written: ${f.path} (${systemReason(f.reason, 'en')}).`,
      hint: 'Choose another folder with --data.'
    }),
    zh_CN: f => ({
      message: `数据文件夹写不了：${f.path}（${systemReason(f.reason, 'zh_CN')}）。`,
      hint: '用 --data 换一个文件夹。'
    })
  }),
  port_in_use: {
    en: {
      message: 'Port {port} is in use by another program.',
      hint: 'Choose another with --port, or leave --port out to take a free one.'
    },
    zh_CN: { message: '端口 {port} 正被别的程序使用。', hint: '用 --port 换一个，或不写 --port 自动取一个。' }
  },
  socket_in_use: {
    en: {
      message: 'Another service listens on this socket: {path}.',
      hint: 'Use that one, end it, or choose another path with --socket.'
    },
    zh_CN: {
      message: '另一个服务正在这个套接字上：{path}。',
      hint: '改用它、结束它，或用 --socket 换一个路径。'
    }
  },
  host_needs_token: {
    en: {
      message: 'Listening on {host} lets other machines in, so it needs a token of yours.',
      hint: 'Set JUPYTERLAB_DIFFUSION_TOKEN.'
    },
    zh_CN: {
      message: '在 {host} 上监听会让别的机器进来，所以需要你自己的令牌。',
      hint: '设置 JUPYTERLAB_DIFFUSION_TOKEN。'
    }
  },
  option_unknown: {
    en: { message: '{reason}.', hint: 'See --help.' },
    zh_CN: { message: '{reason}。', hint: '见 --help。' }
  },
  export_unknown: of<{ format: Word; near?: string; formats: readonly string[] }>({
    en: f => ({
      message: `A sweep can't be exported as "${f.format}".${meant(f, 'en')}`,
      hint: `There are ${list(f.formats, 'en')}.`
    }),
    zh_CN: f => ({
      message: `扫描不能导出为 “${f.format}”。${meant(f, 'zh_CN')}`,
      hint: `有 ${list(f.formats, 'zh_CN')}。`
    })
  }),
  export_png: { en: 'Contact sheet', zh_CN: '小样' },
  export_json: { en: 'All data of the job', zh_CN: '任务的全部数据' },
  command_unknown: of<Named & { commands: readonly string[] }>({
    en: f => ({
      message: `"${f.name}" is not a command.${meant(f, 'en')}`,
      hint: `There are ${list(f.commands, 'en')}.`
    }),
    zh_CN: f => ({
      message: `没有命令 “${f.name}”。${meant(f, 'zh_CN')}`,
      hint: `有 ${list(f.commands, 'zh_CN')}。`
    })
  }),
  file_unreadable: of<PathFacts>({
    en: f => `${f.path} can't be read: ${systemReason(f.reason, 'en')}.`,
    zh_CN: f => `读不了 ${f.path}：${systemReason(f.reason, 'zh_CN')}。`
  }),
  file_unwritable: of<PathFacts>({
    en: f => `${f.path} can't be written: ${systemReason(f.reason, 'en')}.`,
    zh_CN: f => `写不了 ${f.path}：${systemReason(f.reason, 'zh_CN')}。`
  }),
  cell_encoding: {
    en: {
      message: '{path} is no text in UTF-8, nor in UTF-16 with its mark: line {line} holds other bytes.',
      hint: 'Save the cell as UTF-8.'
    },
    zh_CN: {
      message: '{path} 不是 UTF-8（或带标记的 UTF-16）文字：第 {line} 行有别的字节。',
      hint: '请把单元格另存为 UTF-8。'
    }
  },
  models_folder_unreadable: of<PathFacts>({
    en: f => `The models folder ${f.path} can't be read: ${systemReason(f.reason, 'en')}.`,
    zh_CN: f => `读不了模型文件夹 ${f.path}：${systemReason(f.reason, 'zh_CN')}。`
  }),
  cli_kind: of<{ kind: Word }>({
    en: f => KINDS.en[f.kind] ?? String(f.kind),
    zh_CN: f => KINDS.zh_CN[f.kind] ?? String(f.kind)
  }),
  cli_model: of<{ name: Word; family?: Word; size: Word; bundled?: Word; default?: Word }>({
    en: f => `${f.name}  (${notesOf(f, { bundled: 'bundled', default: 'default' }).join(', ')})`,
    zh_CN: f => `${f.name}  （${notesOf(f, { bundled: '自带', default: '默认' }).join('，')}）`
  }),
  cli_remark: { en: 'remark: {text}', zh_CN: '提示：{text}' },
  cli_plan: of<PriceFacts>({
    en: f =>
      `${f.cells === 1 ? '1 cell' : `${f.cells} cells`}: ${f.cached} from cache, ${f.draw} to draw · ${f.planned} evaluations of ${f.naive} · ` +
      `about ${estimate(f.eta_s, 'en')} · ${f.memory_mb} MB of memory · ${f.disk_mb} MB on disk`,
    zh_CN: f =>
      `${f.cells} 格：${f.cached} 格已有，${f.draw} 格待画 · ${f.planned} 次 UNet（全画要 ${f.naive}）· ` +
      `约 ${estimate(f.eta_s, 'zh_CN')} · 内存 ${f.memory_mb} MB · 磁盘 ${f.disk_mb} MB`
  }),
  cli_plan_cached: {
    en: {
      by: 'cells',
      one: '{cells} cell, all from cache: nothing to draw.',
      other: '{cells} cells, all from cache: nothing to draw.'
    },
    zh_CN: '{cells} 格都已有，不用再画。'
  }
});
