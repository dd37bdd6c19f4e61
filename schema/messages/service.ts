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
    en: f => `The job is ${f.state}; it can't be paused.`,
    zh_CN: f => `任务${own(STATES, f.state) ?? f.state}，不能暂停。`
  }),
  job_not_paused: of<{ state: Word }>({
    en: f => `The job is ${f.state}, not paused.`,
    zh_CN: f => `任务${own(STATES, f.state) ?? f.state}，没有暂停。`
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
