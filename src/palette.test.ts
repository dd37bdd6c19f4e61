/** Lab's palette finds commands by Chinese words. */
import { CommandRegistry } from '@lumino/commands';
import { MessageLoop } from '@lumino/messaging';
import { CommandPalette, Widget } from '@lumino/widgets';
import { textIn } from './i18n/text';

const { say } = textIn('zh_CN');

/** What the palette shows for what is typed, of commands that stand under a heading. */
function found(category: string, labels: readonly string[], typed: string): string[] {
  const commands = new CommandRegistry();
  const palette = new CommandPalette({ commands });
  labels.forEach((label, k) => {
    commands.addCommand(String(k), { label, execute: () => undefined });
    palette.addItem({ command: String(k), category });
  });
  Widget.attach(palette, document.body);
  palette.inputNode.value = typed;
  palette.refresh();
  MessageLoop.flush();
  const shown = [...palette.contentNode.querySelectorAll('.lm-CommandPalette-itemLabel')];
  palette.dispose();
  return shown.map(({ textContent }) => textContent ?? '');
}

const labels = [say('command_pause_all'), say('command_resume_all'), say('command_panel')];

test.each(['palette_category', 'diffusion_grid', 'compare_category'] as const)(
  'what stands under the heading %s is found by Chinese words, wherever they stand in it',
  heading => {
    expect(found(say(heading), labels, '暂停')).toEqual(['暂停所有扫描']);
    expect(found(say(heading), labels, '所有扫描')).toEqual(['暂停所有扫描', '继续所有扫描']);
    expect(found(say(heading), labels, '面板')).toContain('扩散绘图面板');
  }
);

test('without a Latin letter before them nothing is found, which is why the headings begin with one', () => {
  expect(found('扩散绘图', labels, '暂停')).toEqual([]);
});
