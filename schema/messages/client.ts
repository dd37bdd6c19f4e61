/** What the front end says when the service said nothing itself. */
import { messages } from './types';

export const clientMessages = messages({
  unreachable: {
    en: { title: 'The Jupyter server doesn’t answer', message: 'Finished pictures are safe.' },
    zh_CN: { title: 'Jupyter 服务器没有应答', message: '画好的图都在。' }
  },
  no_answer: {
    en: {
      title: 'No answer for {seconds} s',
      message:
        'The Jupyter server or the network hangs. What was pressed arrives once it answers; finished pictures are safe.'
    },
    zh_CN: {
      title: '已有 {seconds} 秒没有应答',
      message: 'Jupyter 服务器或网络卡住了。恢复应答后，刚才的操作会送到；画好的图都在。'
    }
  },
  signed_out: {
    en: 'The Jupyter server asks you to sign in again.',
    zh_CN: 'Jupyter 服务器要求重新登录。'
  },
  not_installed: {
    en: 'This Jupyter server has no drawing service: jupyterlab_diffusion isn’t installed or enabled there.',
    zh_CN: '这台 Jupyter 服务器没有绘图服务：没有安装或启用 jupyterlab_diffusion。'
  },
  odd_reply: {
    en: 'The drawing service gave an answer that can’t be read (HTTP {status}).',
    zh_CN: '绘图服务的应答无法读取（HTTP {status}）。'
  }
});
