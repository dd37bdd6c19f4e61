/** What the operating system answered, in words; an answer without words here is said as it is. */
import type { Language } from '../catalogue';
import type { Word } from './types';
import { own } from '../own';

const REASONS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  ENOENT: { en: 'it is not there', zh_CN: '没有这个文件或文件夹' },
  EISDIR: { en: 'it is a folder', zh_CN: '它是文件夹' },
  ESPIPE: { en: 'it is a pipe or a device, no file', zh_CN: '它是管道或设备，不是文件' },
  ENOTDIR: { en: 'a part of its path is no folder', zh_CN: '路径中有一段不是文件夹' },
  EEXIST: { en: 'a file of this name is in the way', zh_CN: '已有同名的文件' },
  EACCES: { en: 'permission is missing', zh_CN: '没有权限' },
  EPERM: { en: 'permission is missing', zh_CN: '没有权限' },
  EROFS: { en: 'its disk is read-only', zh_CN: '磁盘是只读的' },
  ENOSPC: { en: 'the disk is full', zh_CN: '磁盘已满' },
  EDQUOT: { en: 'the disk quota is used up', zh_CN: '磁盘配额已用完' },
  EFBIG: { en: 'it is too large', zh_CN: '文件太大' },
  EIO: { en: 'the disk answers with an error', zh_CN: '磁盘出错' },
  ELOOP: { en: 'its links lead in a circle', zh_CN: '链接绕成了圈' },
  ENAMETOOLONG: { en: 'its name is too long', zh_CN: '名字太长' },
  EMFILE: { en: 'too many files are open', zh_CN: '打开的文件太多' }
};

/** Why something of the disk can't be used, by the system's code. */
export function systemReason(code: Word, language: Language): string {
  return own(REASONS, code)?.[language] ?? String(code);
}
