/** What a job is doing, and the service in one sentence. */
import { estimate } from './duration';
import type { Language } from '../catalogue';
import { inTurnWith } from './named-jobs';
import { messages, of, type Word } from './types';

/** `name` and `others` are of the jobs that are drawn in turn with it. */
type Left = { done?: Word; total?: Word; eta_s?: number; name?: Word; others?: number };

const left = ({ eta_s, ...turn }: Left, language: Language): string => {
  const inTurn = inTurnWith(turn, language);
  const after = inTurn && (language === 'en' ? `, ${inTurn}` : `，${inTurn}`);
  if (eta_s === undefined) {
    return after;
  }
  const time = estimate(eta_s, language);
  return (language === 'en' ? `, about ${time} left` : `，还剩约 ${time}`) + after;
};

type Ended = { done: number; total: number; failed: number };

/** How many cells of a job that is over were cancelled by themselves. */
const leftOut = ({ done, total, failed }: Ended): number => total - done - failed;

export const progressMessages = messages({
  phase_queued: of<Left>({
    en: f => ({
      title: f.name === undefined ? 'Waiting its turn' : `Drawing: ${f.done} of ${f.total}${left(f, 'en')}`
    }),
    zh_CN: f => ({
      title: f.name === undefined ? '在排队' : `正在画：${f.done} / ${f.total}${left(f, 'zh_CN')}`
    })
  }),
  phase_starting: { en: { title: 'Starting to draw' }, zh_CN: { title: '正要开始画' } },
  phase_loading_model: of<{ model?: Word }>({
    en: f => ({ title: f.model ? `Loading ${f.model}` : 'Loading the model' }),
    zh_CN: f => ({ title: f.model ? `正在载入 ${f.model}` : '正在载入模型' })
  }),
  phase_encoding: of<Left>({
    en: f => ({ title: `Reading the prompts: ${f.done} of ${f.total} cells done${left(f, 'en')}` }),
    zh_CN: f => ({ title: `正在读提示词：画好 ${f.done} / ${f.total} 格${left(f, 'zh_CN')}` })
  }),
  phase_encoding_picture: of<Left>({
    en: f => ({ title: `Reading the start picture: ${f.done} of ${f.total} cells done${left(f, 'en')}` }),
    zh_CN: f => ({ title: `正在读起始画面：画好 ${f.done} / ${f.total} 格${left(f, 'zh_CN')}` })
  }),
  phase_upscaling: of<Left>({
    en: f => ({ title: `Enlarging: ${f.done} of ${f.total}${left(f, 'en')}` }),
    zh_CN: f => ({ title: `正在放大：${f.done} / ${f.total}${left(f, 'zh_CN')}` })
  }),
  phase_sampling: of<Left>({
    en: f => ({ title: `Drawing: ${f.done} of ${f.total}${left(f, 'en')}` }),
    zh_CN: f => ({ title: `正在画：${f.done} / ${f.total}${left(f, 'zh_CN')}` })
  }),
  phase_decoding: of<Left>({
    en: f => ({ title: `Drawing: ${f.done} of ${f.total}${left(f, 'en')}` }),
    zh_CN: f => ({ title: `正在画：${f.done} / ${f.total}${left(f, 'zh_CN')}` })
  }),
  phase_saving: {
    en: { title: 'Saving: {done} of {total}' },
    zh_CN: { title: '正在保存：{done} / {total}' }
  },
  phase_finished: { en: { title: '{done} of {total} drawn' }, zh_CN: { title: '画好 {done} / {total}' } },

  // A job that is not at work
  phase_paused: of<{ done: Word; total: Word; finishing?: number }>({
    en: f => ({
      title: `Paused at ${f.done} of ${f.total}${f.finishing ? `, ${f.finishing} more being finished` : ''}`
    }),
    zh_CN: f => ({
      title: `已暂停，画好 ${f.done} / ${f.total}${f.finishing ? `，还有 ${f.finishing} 格正在收尾` : ''}`
    })
  }),
  phase_done: of<Ended>({
    en: f => ({
      title: leftOut(f)
        ? `${f.done} of ${f.total} drawn, ${leftOut(f)} left out`
        : `${f.total} ${f.total === 1 ? 'cell' : 'cells'}, all there`
    }),
    zh_CN: f => ({
      title: leftOut(f) ? `画好 ${f.done} / ${f.total}，${leftOut(f)} 格没画` : `${f.total} 格，都有了`
    })
  }),
  phase_failed: of<Ended>({
    en: f => ({
      title: `${f.failed} of ${f.total} failed${leftOut(f) ? `, ${leftOut(f)} left out` : ''}`
    }),
    zh_CN: f => ({
      title: `${f.total} 格中有 ${f.failed} 格失败${leftOut(f) ? `，${leftOut(f)} 格没画` : ''}`
    })
  }),
  phase_cancelled: {
    en: { title: 'Cancelled at {done} of {total}' },
    zh_CN: { title: '已取消，画好 {done} / {total}' }
  },

  // The service
  health_starting: { en: 'Starting.', zh_CN: '正在启动。' },
  health_ready: of<{ model?: Word; device: Word }>({
    en: f =>
      f.model ? `Ready: ${f.model} loaded, ${f.device}.` : `Ready, no model loaded yet, ${f.device}.`,
    zh_CN: f => (f.model ? `就绪：${f.model} 已载入，${f.device}。` : `就绪，还没载入模型，${f.device}。`)
  }),
  health_busy: of<Left>({
    en: f => ({ title: `Drawing: ${f.done} of ${f.total}${left(f, 'en')}` }),
    zh_CN: f => ({ title: `正在画：${f.done} / ${f.total}${left(f, 'zh_CN')}` })
  }),
  health_stalled: {
    en: { title: 'No step for {age} s', message: 'The drawing process is being restarted.' },
    zh_CN: { title: '{age} 秒没有前进', message: '正在重启绘图进程。' }
  },
  health_down: of<{ words?: Word }>({
    en: f => ({
      title: `The drawing process can't start${f.words ? `: ${f.words}` : ''}`,
      message: 'Finished pictures are safe.'
    }),
    zh_CN: f => ({ title: `绘图进程无法启动${f.words ? `：${f.words}` : ''}`, message: '画好的图都在。' })
  })
});
