/** What of a request can't be read; clauses of `bad_request` and `internal`. */
import { messages, of, type Word } from './types';

/** What was expected, in valibot's words or those of `whole numbers`; what was read as JSON writes it, or as its kind. */
type UnfitFacts = { what: Word; expected: Word; read: Word };

const KINDS: Readonly<Record<string, string>> = {
  string: '文字',
  number: '数字',
  boolean: '布尔值',
  Array: '列表',
  Object: '对象',
  'a whole number': '整数',
  'a finite number': '有限的数',
  'one value': '一个值'
};
const KIND = new RegExp(`"(?:[^"\\\\]|\\\\.)*"|\\b(?:${Object.keys(KINDS).join('|')})\\b`, 'g');

/** The names of kinds in Chinese; what stands in quotes stays. */
const inChinese = (words: Word): string =>
  String(words)
    .replace(/^a whole number from (\S+) to (\S+)$/, '$1 到 $2 的整数')
    .replace(KIND, each => KINDS[each] ?? each)
    .replace(/^\((.*)\)$/, '$1')
    .replaceAll(' | ', ' 或 ');

export const requestMessages = messages({
  value_unfit: of<UnfitFacts>({
    en: f => `Invalid ${f.what}: Expected ${f.expected} but received ${f.read}`,
    zh_CN: f => `${f.what === 'length' ? '长度' : ''}应为 ${inChinese(f.expected)}，收到 ${inChinese(f.read)}`
  }),
  value_absent: { en: 'It is missing', zh_CN: '缺少' },
  key_unknown: { en: 'Unrecognized key: "{key}"', zh_CN: '没有 "{key}" 这个键' },
  address_escape: {
    en: '"{part}" in its address is not UTF-8 written as %XX',
    zh_CN: '地址里的 “{part}” 不是写成 %XX 的 UTF-8'
  },
  address_unread: { en: 'its address, "{address}", is none', zh_CN: '它的地址 “{address}” 不是地址' },
  idempotency_key: {
    en: 'the Idempotency-Key "{key}" is not 1 to 200 visible ASCII characters',
    zh_CN: 'Idempotency-Key “{key}” 不是 1 到 200 个可见的 ASCII 字符'
  },
  headers_large: { en: 'its headers are larger than {limit}', zh_CN: '它的标头超过 {limit}' },
  chunks_large: { en: 'its chunk extensions are larger than {limit}', zh_CN: '它的分块扩展超过 {limit}' },
  request_slow: { en: 'it took too long to come', zh_CN: '它来得太慢' },
  not_http: { en: 'it is not HTTP', zh_CN: '它不是 HTTP' },
  /** What the parts of the HTTP server refuse beside: `said` is their own word for it. */
  http_refused: { en: 'HTTP {status} ({said})', zh_CN: 'HTTP {status}（{said}）' },
  see_log: { en: 'see its log', zh_CN: '见它的日志' }
});
