/** What the service refuses. */
import type { Language } from '../catalogue';
import { messages, of, type Word } from './types';
import { own } from '../own';

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
    en: f => `The job is over: ${f.state}.`,
    zh_CN: f => `任务已经结束：${own(STATES, f.state) ?? f.state}。`
  }),
  job_not_paused: of<{ state: Word }>({
    en: f => `The job is ${f.state}, not paused.`,
    zh_CN: f => `任务${own(STATES, f.state) ?? f.state}，没有暂停。`
  }),
  cells_not_waiting: {
    en: { message: 'None of these cells waits to be drawn.', hint: 'A finished cell can be drawn again.' },
    zh_CN: { message: '这些格子都不在等待。', hint: '画完的格子可以重画。' }
  },
  too_many_redraws: of<{ limit: number }>({
    en: {
      message: 'No more than {limit} cells can wait to be drawn again.',
      hint: 'Wait until some are done.'
    },
    zh_CN: { message: '最多只能有 {limit} 格等待重画。', hint: '请等一些画完。' }
  }),
  client_needed: {
    en: {
      message: '"replace" takes the place of jobs of the same client, so it needs X-Client.',
      hint: 'Send an id of your own as X-Client.'
    },
    zh_CN: {
      message: 'replace 会取代同一客户端的任务，所以需要 X-Client。',
      hint: '请用 X-Client 发送自己的标识。'
    }
  },
  cell_over: of<{ state: Word }>({
    en: 'This cell is over: {state}.',
    zh_CN: f => `这一格已经结束：${STATES[f.state] ?? f.state}。`
  }),
  cell_not_done: of<{ state: Word }>({
    en: 'Only a finished cell can be drawn again; this one is {state}.',
    zh_CN: f => `只有画完的格子才能重画；这一格${STATES[f.state] ?? f.state}。`
  }),
  cell_not_missing: of<{ state: Word }>({
    en: 'Only a failed or cancelled cell can be retried; this one is {state}.',
    zh_CN: f => `只有失败或取消的格子才能重试；这一格${STATES[f.state] ?? f.state}。`
  }),
  cell_unknown_yet: {
    en: {
      message: 'Which picture this cell shows is not known yet: the files of its model are still read.',
      hint: 'Mark it again in a moment.'
    },
    zh_CN: { message: '还不知道这一格是哪张图：它的模型文件还在读取。', hint: '请稍后再标记。' }
  },
  files_changed: {
    en: 'Its model or another of its files is not the one it was drawn with.',
    zh_CN: '它的模型或其他文件已经不是画它时的那个。'
  },
  again_waiting: { en: 'Waits to be drawn again.', zh_CN: '等待重画。' },
  again_restored: {
    en: 'Drawn again: its file was gone, and is there again.',
    zh_CN: '已重画：图片文件原先不在，现在补回来了。'
  },
  again_same: {
    en: 'Drawn again: every pixel is the same.',
    zh_CN: '已重画：每个像素都相同。'
  },
  again_other: of<{ pixels: number; largest: number }>({
    en: f =>
      `Drawn again: ${f.pixels === 1 ? '1 pixel differs' : `${f.pixels} pixels differ`}, by ${f.largest} of 255 at most.`,
    zh_CN: f => `已重画：${f.pixels} 个像素不同，最多差 ${f.largest}（共 255）。`
  }),
  again_failed: of<{ reason: Word }>({
    en: 'It could not be drawn again: {reason}',
    zh_CN: '没能重画：{reason}'
  }),
  cell_out_of_range: of<{ position: number; cells: number }>({
    en: f => ({
      message: `This job has no cell ${f.position}.`,
      hint: `Cells are counted from 0 to ${f.cells - 1}.`
    }),
    zh_CN: f => ({
      message: `这个任务没有第 ${f.position} 格。`,
      hint: `格子从 0 数到 ${f.cells - 1}。`
    })
  }),
  search_parameter: of<{ param: Word }>({
    en: {
      message: 'Jobs can\'t be searched by "{param}": it is no parameter.',
      hint: 'Write param=NAME:VALUE with a name of docs/parameters.md, such as param=sampler:Euler a.'
    },
    zh_CN: {
      message: '不能按“{param}”查找任务：没有这个参数。',
      hint: '写 param=名称:值，名称见 docs/parameters.md，例如 param=sampler:Euler a。'
    }
  }),
  nothing_to_change: {
    en: 'A change of a job says its priority or its place: "priority" or "before".',
    zh_CN: '修改任务时要写 priority（优先级）或 before（排在谁前面）。'
  },
  queue_not_paused: {
    en: 'The queue is not paused.',
    zh_CN: '队列没有暂停。'
  },
  too_many_jobs: of<{ limit: number }>({
    en: {
      message: 'No more than {limit} jobs of one client can wait at a time.',
      hint: 'Put more cells into one sweep, or submit again when some are done.'
    },
    zh_CN: {
      message: '同一个客户端最多同时排 {limit} 个任务。',
      hint: '把更多格子放进一次扫描，或等一些任务完成后再提交。'
    }
  }),
  service_starting: {
    en: {
      message: 'The service is starting: it looks through its data folder.',
      hint: 'Ask again in a second.'
    },
    zh_CN: { message: '服务正在启动：正在检查数据文件夹。', hint: '请过一秒再试。' }
  },
  disk_silent: {
    en: {
      message: 'The disk of the data folder did not answer for {seconds} s: nothing was accepted.',
      hint: 'Try again; see whether that disk, or the network it lies behind, is in trouble.'
    },
    zh_CN: {
      message: '数据文件夹所在的磁盘 {seconds} 秒没有回应，这次请求没有被接受。',
      hint: '请再试一次；看看那块磁盘，或它经过的网络，是否有问题。'
    }
  },
  client_invalid: of<{ length: number; limit: number }>({
    en: 'X-Client is {length} characters: it takes 1 to {limit} visible ASCII characters.',
    zh_CN: 'X-Client 有 {length} 个字符：只能用 1 到 {limit} 个可见的 ASCII 字符。'
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
      message: `This is not a picture that can be used${f.found ? ` (found: ${own(FOUND.en, f.found) ?? f.found})` : ''}.`,
      hint: `Send the bytes of a PNG, JPEG or WebP file${/base64/.test(String(f.found)) ? ' themselves' : ''}.`
    }),
    zh_CN: f => ({
      message: `这不是可用的图片${f.found ? `（收到：${own(FOUND.zh_CN, f.found) ?? f.found}）` : ''}。`,
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
  })
});
