/** What is behind a wait; the title is its term among the evidence, the hint what helps. */
import { messages, of, type Word } from './types';

export const causeMessages = messages({
  cause_suspended: of<{ pid?: number }>({
    en: f => ({
      title: 'Cause',
      message: 'Somebody stopped the drawing process, with a debugger or a task manager.',
      hint: `Let it go on there${f.pid === undefined ? '' : ` (in a terminal: kill -CONT ${f.pid})`}, or wait: it is restarted by itself.`
    }),
    zh_CN: f => ({
      title: '原因',
      message: '有人用调试器或任务管理器让绘图进程停住了。',
      hint: `在那里让它继续${f.pid === undefined ? '' : `（终端里用 kill -CONT ${f.pid}）`}，或者等一等：会自动重启。`
    })
  }),
  cause_swapping: of<{ rate: Word; swapped?: Word }>({
    en: f => ({
      title: 'Cause',
      message: `Memory is short: the computer moves ${f.rate} a second between memory and swap${f.swapped ? `, and ${f.swapped} of the drawing process lie there` : ''}.`,
      hint: 'Close programs that use much memory, or use a smaller size or model.'
    }),
    zh_CN: f => ({
      title: '原因',
      message: `内存不够：电脑每秒在内存和交换区之间搬 ${f.rate}${f.swapped ? `，绘图进程有 ${f.swapped} 在交换区` : ''}。`,
      hint: '关掉占用大量内存的程序，或换小一点的尺寸或模型。'
    })
  }),
  cause_disk: of<{ rate?: Word; read?: Word; total?: Word }>({
    en: f => ({
      title: 'Cause',
      message: f.rate
        ? `The disk is slow: ${f.read} of ${f.total} of the model are read, ${f.rate} a second.`
        : 'The drawing process waits for the disk.',
      hint: 'Keep the model on a disk of this computer, or see whether the disk or its network is in trouble.'
    }),
    zh_CN: f => ({
      title: '原因',
      message: f.rate ? `磁盘很慢：模型 ${f.total} 读了 ${f.read}，每秒 ${f.rate}。` : '绘图进程在等磁盘。',
      hint: '把模型放在本机的磁盘上，或看看磁盘或它的网络是否有问题。'
    })
  }),
  cause_processor: {
    en: {
      title: 'Cause',
      message: 'Other programs use {share} % of the processor.',
      hint: 'Close programs that use the processor, or keep waiting.'
    },
    zh_CN: {
      title: '原因',
      message: '别的程序用了处理器的 {share}%。',
      hint: '关掉占用处理器的程序，或者继续等。'
    }
  },
  cause_limit: of<{ cores: Word; share: Word; others?: Word }>({
    en: f => ({
      title: 'Cause',
      message: `The container may use ${f.cores} of the processor's cores and was held back ${f.share} % of the time${f.others ? `; other programs in it use ${f.others}` : ''}.`,
      hint: f.others
        ? "Raise the container's limit, or close other programs in it."
        : "Raise the container's limit, or keep waiting."
    }),
    zh_CN: f => ({
      title: '原因',
      message: `容器最多用 ${f.cores} 个处理器核，有 ${f.share}% 的时间被限住${f.others ? `；容器里别的程序用了 ${f.others} 个` : ''}。`,
      hint: f.others ? '提高容器的限额，或关掉其中别的程序。' : '提高容器的限额，或者继续等。'
    })
  }),
  cause_stolen: {
    en: {
      title: 'Cause',
      message: 'The host of this virtual machine keeps {share} % of its processor for others.',
      hint: 'Keep waiting, or ask whoever runs the host for more of it.'
    },
    zh_CN: {
      title: '原因',
      message: '这台虚拟机的宿主把它的处理器分走了 {share}%。',
      hint: '继续等，或请管理宿主的人多分一些。'
    }
  },
  cause_reading: {
    en: {
      title: 'Cause',
      message: 'The model is being read: {read} of {total}.',
      hint: 'Nothing to do: drawing begins when it is there.'
    },
    zh_CN: { title: '原因', message: '正在读模型：{total} 中的 {read}。', hint: '不用做什么：读完就开始画。' }
  },
  cause_preparing: {
    en: {
      title: 'Cause',
      message: 'The model is read, and its networks are being prepared.',
      hint: 'Nothing to do: this is done once for each model.'
    },
    zh_CN: {
      title: '原因',
      message: '模型已经读完，正在准备其中的网络。',
      hint: '不用做什么：每个模型只做一次。'
    }
  },
  cause_first: {
    en: {
      title: 'Cause',
      message: 'It is the first step of this model and size, and it is being worked on.',
      hint: 'Nothing to do: the first step takes longest.'
    },
    zh_CN: {
      title: '原因',
      message: '正在算这个模型在这个尺寸下的第一步。',
      hint: '不用做什么：第一步最慢。'
    }
  },
  cause_still: {
    en: {
      title: 'Cause',
      message: 'The drawing process does nothing, and no cause is to be seen from outside.',
      hint: 'Nothing to do: it is restarted by itself. Send a report if it happens again.'
    },
    zh_CN: {
      title: '原因',
      message: '绘图进程什么也没做，从外面看不出原因。',
      hint: '不用做什么：会自动重启。如果再次发生，请发送报告。'
    }
  },
  evidence_processor: of<{
    own: Word;
    cores?: Word;
    others?: Word;
    stolen?: Word;
    crowded?: Word;
    limit?: Word;
    reached?: Word;
  }>({
    en: f => ({
      title: 'Processor',
      message: [
        `the drawing process uses ${f.own}${f.cores ? ` of ${f.cores} cores` : ' cores'}`,
        f.others === undefined ? '' : `other programs ${f.others} % of all`,
        f.stolen === undefined ? '' : `the host keeps ${f.stolen} %`,
        f.crowded === undefined ? '' : `programs wait for it ${f.crowded} % of the time`,
        f.limit === undefined
          ? ''
          : `the container may use ${f.limit} and is held back ${f.reached} % of the time`
      ]
        .filter(Boolean)
        .join(', ')
    }),
    zh_CN: f => ({
      title: '处理器',
      message: [
        `绘图进程用了 ${f.own} 核${f.cores ? `（共 ${f.cores} 核）` : ''}`,
        f.others === undefined ? '' : `别的程序用了 ${f.others}%`,
        f.stolen === undefined ? '' : `宿主分走 ${f.stolen}%`,
        f.crowded === undefined ? '' : `${f.crowded}% 的时间有程序在等它`,
        f.limit === undefined ? '' : `容器限用 ${f.limit} 核，${f.reached}% 的时间被限住`
      ]
        .filter(Boolean)
        .join('，')
    })
  })
});
