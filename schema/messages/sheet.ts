/** Words of the contact sheet. */
import { figure } from './render';
import { messages, of, type Word } from './types';

type FooterFacts = {
  cells: number;
  pictures: number;
  failed: number;
  missing: number;
  picks: number;
  job: Word;
};

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
const dotted = (...parts: string[]): string => [...parts, 'jupyterlab-diffusion'].filter(Boolean).join(' · ');

export const sheetMessages = messages({
  sheet_failed: { en: 'failed: {reason}', zh_CN: '失败：{reason}' },
  sheet_missing: { en: 'not drawn', zh_CN: '没有画' },
  sheet_small: of<{ pixels: number; least: number }>({
    en: f => ({
      message: `This sheet can't have as few as ${figure(f.pixels)} pixels.`,
      hint: `With labels that can be read it takes ${figure(f.least)}: pixels_max=${f.least}.`
    }),
    zh_CN: f => ({
      message: `${figure(f.pixels)} 像素放不下这张小样。`,
      hint: `标签要看得清，至少要 ${figure(f.least)} 像素：pixels_max=${f.least}。`
    })
  }),
  sheet_parts: of<{ parts: number; side: 'beside' | 'below' }>({
    en: ({ parts, side }) =>
      `Too long for one piece: in ${parts} parts, one ${side === 'beside' ? 'beside' : 'below'} the other.`,
    zh_CN: ({ parts, side }) =>
      `太长，分成 ${parts} 部分，${side === 'beside' ? '从左到右' : '从上到下'}排列。`
  }),
  sheet_footer: of<FooterFacts>({
    en: f =>
      dotted(
        `${counted(f.cells, 'cell')}: ${counted(f.pictures, 'picture')}${f.failed ? `, ${f.failed} failed` : ''}${f.missing ? `, ${f.missing} not drawn` : ''}`,
        f.picks ? counted(f.picks, 'pick') : '',
        `job ${f.job}`
      ),
    zh_CN: f =>
      dotted(
        `${f.cells} 格：${f.pictures} 张图${f.failed ? `，${f.failed} 格失败` : ''}${f.missing ? `，${f.missing} 格没有画` : ''}`,
        f.picks ? `${f.picks} 张选中` : '',
        `任务 ${f.job}`
      )
  }),
  mark_pick: { en: 'pick', zh_CN: '选中' },
  mark_reject: { en: 'reject', zh_CN: '淘汰' }
});
