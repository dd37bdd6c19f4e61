/** Why the service can't start, and what the command line says. */
import type { Language } from '../catalogue';
import { between, estimate } from './duration';
import { kindOf, meant, type Named } from './phrases';
import { list } from './render';
import { systemReason } from './system-reasons';
import { messages, of, type Word } from './types';

/** The heading of a list of files, by their kind. */
const heading = (kind: Word): string => {
  const one = kindOf(kind, 'en');
  return `${one.charAt(0).toUpperCase()}${one.slice(1)}s`;
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
  low_s?: number;
  high_s?: number;
  memory_mb: number;
  disk_mb: number;
};

/** How long it takes: a range until that was measured. */
function timeOf({ eta_s, low_s, high_s }: PriceFacts, language: Language): string {
  const about = { en: 'about ', zh_CN: '约 ' }[language];
  return low_s === undefined || high_s === undefined
    ? about + estimate(eta_s, language)
    : between([low_s, high_s], language);
}

export const commandLineMessages = messages({
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
  data_locked: {
    en: {
      message:
        'The database of this data folder is held by another program, on another machine maybe: {path}.',
      hint: 'End the service there, or choose another folder with --data.'
    },
    zh_CN: {
      message: '这个数据文件夹的数据库正被别的程序占用，也许在另一台机器上：{path}。',
      hint: '结束那里的服务，或用 --data 换一个文件夹。'
    }
  },
  data_on_network: {
    en: {
      message:
        'The data folder lies on a network file system ({kind}): the database is kept there in a slower way, and one service alone may use it.',
      hint: 'A folder on a disk of this machine, named with --data, is faster and safer.'
    },
    zh_CN: {
      message:
        '数据文件夹在网络文件系统上（{kind}）：数据库在那里改用较慢的方式保存，并且只能由一个服务使用。',
      hint: '用 --data 指定本机磁盘上的文件夹，更快也更安全。'
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
  cell_nul: {
    en: {
      message: '{path} is no text: line {line} holds a NUL character.',
      hint: 'Take it out and save the cell again.'
    },
    zh_CN: { message: '{path} 不是文字：第 {line} 行有 NUL 字符。', hint: '请去掉它，再保存单元格。' }
  },
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
    en: f => heading(f.kind),
    zh_CN: f => kindOf(f.kind, 'zh_CN')
  }),
  cli_model: of<{ name: Word; family?: Word; size: Word; bundled?: Word; default?: Word }>({
    en: f => `${f.name}  (${notesOf(f, { bundled: 'bundled', default: 'default' }).join(', ')})`,
    zh_CN: f => `${f.name}  （${notesOf(f, { bundled: '自带', default: '默认' }).join('，')}）`
  }),
  cli_report: {
    en: 'The report is in {path}. It holds no prompts and no tokens; look into it before you send it.',
    zh_CN: '报告在 {path}。里面没有提示词和令牌；发送之前请看一看。'
  },
  cli_report_prompts: {
    en: 'The report is in {path}. It holds your prompts, but no tokens; look into it before you send it.',
    zh_CN: '报告在 {path}。里面有你的提示词，但没有令牌；发送之前请看一看。'
  },
  cli_report_machine: {
    en: 'It tells of the machine alone, not of jobs. {problem}',
    zh_CN: '其中只有本机的情况，没有任务。{problem}'
  },
  check_silent: { en: 'did not answer within {seconds} s.', zh_CN: '{seconds} 秒没有回应。' },
  cli_remark: { en: 'remark: {text}', zh_CN: '提示：{text}' },
  cli_plan: of<PriceFacts>({
    en: f =>
      `${f.cells === 1 ? '1 cell' : `${f.cells} cells`}: ${f.cached} from cache, ${f.draw} to draw · ${f.planned} evaluations of ${f.naive} · ` +
      `${timeOf(f, 'en')} · ${f.memory_mb} MB of memory · ${f.disk_mb} MB on disk`,
    zh_CN: f =>
      `${f.cells} 格：${f.cached} 格已有，${f.draw} 格待画 · ${f.planned} 次 UNet（全画要 ${f.naive}）· ` +
      `${timeOf(f, 'zh_CN')} · 内存 ${f.memory_mb} MB · 磁盘 ${f.disk_mb} MB`
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
