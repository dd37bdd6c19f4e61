/** Why a job is slow, stands or failed; the hint is the remedy, and the title of evidence its term. */
import { causeMessages } from './causes';
import { duration, estimate } from './duration';
import type { Language } from '../catalogue';
import { render, type Sentence } from './render';
import { quoted } from './named-jobs';
import { messages, type NestedFault, of, type Word } from './types';
import { own } from '../own';

type Still = { age: Word; usual?: Word; finished: Word; cause?: NestedFault };

/** Phases of the drawing process. */
const PHASES: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {
    idle: 'idle',
    starting: 'starting',
    loading_model: 'loading the model',
    encoding: 'reading the prompt',
    encoding_picture: 'reading the start picture',
    sampling: 'sampling',
    upscaling: 'enlarging',
    decoding: 'decoding'
  },
  zh_CN: {
    idle: '空闲',
    starting: '启动',
    loading_model: '载入模型',
    encoding: '读取提示词',
    encoding_picture: '读取起始画面',
    sampling: '采样',
    upscaling: '放大',
    decoding: '解码'
  }
};
/** What is asked of the disk. */
const CALLS: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {
    mkdir: 'making a folder',
    writeSynced: 'writing a file',
    append: 'adding to a file',
    freeBytes: 'asking how much room there is',
    rename: 'putting a file in its place',
    syncFolder: 'making a folder safe',
    remove: 'taking a file away'
  },
  zh_CN: {
    mkdir: '建文件夹',
    writeSynced: '写文件',
    append: '往文件里追加内容',
    freeBytes: '查询剩余空间',
    rename: '把文件放到位',
    syncFolder: '确保文件夹已写入',
    remove: '删除文件'
  }
};
const capital = (text: string): string => text.replace(/^[a-z]/, each => each.toUpperCase());
const usually = ({ usual }: Still, language: Language): string =>
  !usual ? '' : language === 'en' ? ` (${usual} s is usual)` : `（平时 ${usual} 秒）`;
const kept = ({ finished }: Still): string =>
  Number(finished) === 1 ? '1 finished cell is' : `${finished} finished cells are`;
/** What is behind a wait, where it is known. */
const causeOf = ({ cause }: { cause?: NestedFault }, language: Language): { why: string; hint?: string } => {
  const said: Partial<Sentence> = cause ? render(causeMessages, cause, language) : {};
  return { why: said.detail ? `${said.detail}${language === 'en' ? ' ' : ''}` : '', hint: said.hint };
};

export const diagnosisMessages = messages({
  slow: of<{ now: Word; usual: Word; cause?: NestedFault }>({
    en: f => ({
      title: 'Slower than usual, not stalled',
      message: `${causeOf(f, 'en').why}Steps still advance, ${f.now} s each; ${f.usual} s is usual.`,
      hint:
        causeOf(f, 'en').hint ??
        'Close other programs that use the processor or much memory, or keep waiting.'
    }),
    zh_CN: f => ({
      title: '比平时慢，但没有卡住',
      message: `${causeOf(f, 'zh_CN').why}步骤仍在前进，每步 ${f.now} 秒，平时 ${f.usual} 秒。`,
      hint: causeOf(f, 'zh_CN').hint ?? '关掉占用处理器或大量内存的程序，或者继续等。'
    })
  }),
  silent: of<Still & { deadline: Word }>({
    en: f => ({
      title: `No sign of progress for ${f.age} s${usually(f, 'en')}`,
      message: `${causeOf(f, 'en').why}After ${f.deadline} s without a sign of life the drawing process is restarted; ${kept(f)} safe.`,
      hint: causeOf(f, 'en').hint ?? 'Nothing to do: either it goes on, or it is restarted by itself.'
    }),
    zh_CN: f => ({
      title: `${f.age} 秒没有进展${usually(f, 'zh_CN')}`,
      message: `${causeOf(f, 'zh_CN').why}满 ${f.deadline} 秒仍没有进展，就会重启绘图进程；已画好的 ${f.finished} 格都在。`,
      hint: causeOf(f, 'zh_CN').hint ?? '不用做什么：要么自己继续，要么自动重启。'
    })
  }),
  stalled: of<Still>({
    en: f => ({
      title: `No step for ${f.age} s${usually(f, 'en')}`,
      message: `${causeOf(f, 'en').why}The drawing process is being restarted; ${kept(f)} safe.`,
      hint: 'Nothing to do: drawing goes on by itself. If it happens again, try a smaller size.'
    }),
    zh_CN: f => ({
      title: `${f.age} 秒没有前进${usually(f, 'zh_CN')}`,
      message: `${causeOf(f, 'zh_CN').why}正在重启绘图进程；已画好的 ${f.finished} 格都在。`,
      hint: '不用做什么：会自动接着画。如果再次发生，请换小一点的尺寸。'
    })
  }),
  recovered: {
    en: {
      title: 'The drawing process stood still for {age} s and was restarted',
      message: 'Drawing goes on.',
      hint: 'If it happens again, try a smaller size.'
    },
    zh_CN: {
      title: '绘图进程停了 {age} 秒，已经重启',
      message: '现在接着画。',
      hint: '如果再次发生，请换小一点的尺寸。'
    }
  },
  waiting: of<{ name: Word; jobs?: number; eta_s?: number }>({
    en: f => ({
      title: `Waiting for ${quoted(f.name, 'en')}${(f.jobs ?? 1) > 1 ? ` and ${f.jobs! - 1} more` : ''}${f.eta_s === undefined ? '' : `: about ${estimate(f.eta_s, 'en')}`}`,
      hint: 'It starts by itself. Cancel what is before it to start it now.'
    }),
    zh_CN: f => ({
      title: `在等${quoted(f.name, 'zh_CN')}${(f.jobs ?? 1) > 1 ? `和另外 ${f.jobs! - 1} 个任务` : ''}${f.eta_s === undefined ? '' : `：约 ${estimate(f.eta_s, 'zh_CN')}`}`,
      hint: '轮到时自动开始。取消前面的任务可以立即开始。'
    })
  }),
  overtaken: of<{ name: Word; jobs?: number; eta_s?: number }>({
    en: f => ({
      title: `${capital(quoted(f.name, 'en'))}${(f.jobs ?? 1) > 1 ? ` and ${f.jobs! - 1} more` : ''} ${(f.jobs ?? 1) > 1 ? 'go' : 'goes'} first${f.eta_s === undefined ? '' : `: drawing goes on in about ${estimate(f.eta_s, 'en')}`}`,
      hint: 'Drawing goes on by itself. Choose “Before all others” for this job to go on now.'
    }),
    zh_CN: f => ({
      title: `先画${quoted(f.name, 'zh_CN')}${(f.jobs ?? 1) > 1 ? `和另外 ${f.jobs! - 1} 个任务` : ''}${f.eta_s === undefined ? '' : `：约 ${estimate(f.eta_s, 'zh_CN')}后接着画`}`,
      hint: '之后会自动接着画。想现在就画，把这个任务设为“最先”。'
    })
  }),
  queue_paused: {
    en: { title: 'Everything is paused', hint: 'Resume the queue to go on.' },
    zh_CN: { title: '全部已暂停', hint: '恢复队列后继续。' }
  },
  asleep: {
    en: { title: 'The computer slept for {minutes} min', message: 'Drawing goes on.' },
    zh_CN: { title: '电脑休眠了 {minutes} 分钟', message: '现在接着画。' }
  },
  stood_still: {
    en: {
      title: 'The computer slept, or the service was held up, for {minutes} min',
      message: 'Drawing goes on.'
    },
    zh_CN: { title: '电脑休眠了，或者服务停住了，共 {minutes} 分钟', message: '现在接着画。' }
  },
  clock_changed: of<{ seconds: number; back?: number }>({
    en: f => ({
      title: `The computer's clock was moved ${f.back ? 'back' : 'forward'} by ${duration(f.seconds, 'en')}`,
      message: 'Drawing goes on; times of day before and after don’t fit together.'
    }),
    zh_CN: f => ({
      title: `电脑的时钟被${f.back ? '调回' : '调快'}了 ${duration(f.seconds, 'zh_CN')}`,
      message: '照常接着画；前后的钟点对不上。'
    })
  }),
  disk_slow: {
    en: {
      title: 'The disk has not answered for {age} s',
      message: 'Drawn pictures wait in memory until it does; nothing is lost.',
      hint: 'See whether the disk of the data folder, or the network it lies behind, is in trouble.'
    },
    zh_CN: {
      title: '磁盘 {age} 秒没有回应',
      message: '画好的图先留在内存里，不会丢。',
      hint: '看看数据文件夹所在的磁盘，或它经过的网络，是否有问题。'
    }
  },
  disk_full: {
    en: {
      title: 'Paused: the disk is full',
      message: 'Drawing goes on by itself when there is room; nothing is lost.',
      hint: 'Free some space on the disk that holds the data folder.'
    },
    zh_CN: {
      title: '已暂停：磁盘满了',
      message: '腾出空间后会自动接着画，一格也不会丢。',
      hint: '在数据文件夹所在的磁盘上腾出一些空间。'
    }
  },
  disk_failing: {
    en: {
      title: 'Paused: the disk takes nothing',
      message: 'It answers: {reason}. It is tried again every few seconds; nothing is lost.',
      hint: 'Look after the disk that holds the data folder, and whether it became read-only.'
    },
    zh_CN: {
      title: '已暂停：磁盘写不进去',
      message: '磁盘报错：{reason}。每隔几秒会再试，一格也不会丢。',
      hint: '检查数据文件夹所在的磁盘，看它是否变成了只读。'
    }
  },
  engine_down: {
    en: {
      title: 'The drawing process stopped {times} times while starting',
      message: 'Finished pictures are safe.',
      hint: 'Run "jupyterlab-diffusion doctor" to see what is missing.'
    },
    zh_CN: {
      title: '绘图进程启动时停止了 {times} 次',
      message: '画好的图都在。',
      hint: '运行 “jupyterlab-diffusion doctor” 看缺什么。'
    }
  },
  engine_ended: {
    en: {
      message: 'The drawing process ended ({how}).',
      hint: 'It is started again; finished pictures are safe.'
    },
    zh_CN: { message: '绘图进程结束了（{how}）。', hint: '会自动重新启动；画好的图都在。' }
  },
  cells_failed: {
    en: {
      title: '{failed} of {total} failed',
      message: 'The others are safe.',
      hint: { by: 'failed', one: 'Retry the failed cell.', other: 'Retry the {failed} failed cells.' }
    },
    zh_CN: {
      title: '{total} 格中有 {failed} 格失败',
      message: '其余都在。',
      hint: '重试失败的 {failed} 格。'
    }
  },

  // Evidence
  evidence_phase: of<{ phase: Word; age: Word }>({
    en: f => ({ title: 'Phase', message: `${own(PHASES.en, f.phase) ?? f.phase}, for ${f.age} s` }),
    zh_CN: f => ({ title: '阶段', message: `${own(PHASES.zh_CN, f.phase) ?? f.phase}，已 ${f.age} 秒` })
  }),
  evidence_last_sign: {
    en: { title: 'Last sign', message: '{age} s ago' },
    zh_CN: { title: '上次有动静', message: '{age} 秒前' }
  },
  evidence_process: of<{ pid: Word; memory?: Word }>({
    en: f => ({ title: `Process ${f.pid}`, message: f.memory ? `uses ${f.memory} of memory` : 'is there' }),
    zh_CN: f => ({ title: `进程 ${f.pid}`, message: f.memory ? `用了 ${f.memory} 内存` : '还在' })
  }),
  evidence_disk: of<{ waiting: number; holding?: number }>({
    en: f => ({
      title: 'To go',
      message: `${f.waiting === 1 ? '1 cell' : `${f.waiting} cells`}${f.holding ? `, ${f.holding} drawn and held in memory` : ''}`
    }),
    zh_CN: f => ({
      title: '还有',
      message: `${f.waiting} 格${f.holding ? `，其中 ${f.holding} 格已画好、留在内存里` : ''}`
    })
  }),
  evidence_call: of<{ call: Word; age: Word }>({
    en: f => ({ title: 'Under way', message: `${own(CALLS.en, f.call) ?? f.call}, for ${f.age} s` }),
    zh_CN: f => ({ title: '正在', message: `${own(CALLS.zh_CN, f.call) ?? f.call}，已 ${f.age} 秒` })
  }),
  evidence_exit: of<{ how: Word; words?: Word }>({
    en: f => ({ title: 'Ended with', message: f.words ? `${f.how}: ${f.words}` : String(f.how) }),
    zh_CN: f => ({ title: '结束时', message: f.words ? `${f.how}：${f.words}` : String(f.how) })
  }),

  // Why a cell failed
  killed_for_memory: of<{ how: Word; size: Word; used?: Word }>({
    en: f => ({
      message: `Stopped: out of memory. The drawing process was ended twice (${f.how}) at ${f.size}${f.used ? `, it used ${f.used}` : ''}.`,
      hint: 'Use a smaller size or model, or close other programs, then retry.'
    }),
    zh_CN: f => ({
      message: `停住了：内存不够。绘图进程在 ${f.size} 时被结束了两次（${f.how}）${f.used ? `，当时用了 ${f.used}` : ''}。`,
      hint: '换小一点的尺寸或模型，或关掉别的程序，再重试。'
    })
  }),
  engine_killed: of<{ how: Word; used?: Word }>({
    en: f => ({
      message: `The drawing process was ended twice from outside (${f.how}) over this cell${f.used ? `; it used ${f.used}` : ''}.`,
      hint: 'Nothing shows that memory was short: somebody, or a program that limits others, ended it. Retry once that is over.'
    }),
    zh_CN: f => ({
      message: `绘图进程在这一格被外部结束了两次（${f.how}）${f.used ? `，当时用了 ${f.used}` : ''}。`,
      hint: '没有迹象表明内存不足：是有人或某个限制程序结束了它。原因排除后再重试。'
    })
  }),
  engine_crashed: of<{ how: Word; words?: Word }>({
    en: f => ({
      message: `The drawing process crashed twice over this cell (${f.how})${f.words ? `: ${f.words}` : ''}.`,
      hint: 'Change the cell, or retry it once the cause is gone.'
    }),
    zh_CN: f => ({
      message: `绘图进程在这一格崩溃了两次（${f.how}）${f.words ? `：${f.words}` : ''}。`,
      hint: '改一下这一格，或排除原因后重试。'
    })
  }),
  cell_stalled: {
    en: {
      message: 'This cell stood still twice at {size} and was given up.',
      hint: 'Try a smaller size or fewer steps, then retry.'
    },
    zh_CN: { message: '这一格在 {size} 卡住了两次，已放弃。', hint: '换小一点的尺寸或减少步数，再重试。' }
  },
  save_failed: {
    en: { message: "The picture couldn't be saved: {reason}.", hint: 'Check the data folder, then retry.' },
    zh_CN: { message: '图片存不了：{reason}。', hint: '检查数据文件夹，再重试。' }
  },
  cancelled: { en: 'Cancelled.', zh_CN: '已取消。' }
});
