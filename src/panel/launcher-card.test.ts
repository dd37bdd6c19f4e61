import { CommandRegistry } from '@lumino/commands';
import { addActions } from '../actions/lab';
import { panelActions } from './actions';
import { launcherCard } from './launcher-card';
import { textIn } from '../i18n/text';

const english = textIn('en');

test('the card of the launcher opens the panel, and has words and a picture', async () => {
  const commands = new CommandRegistry();
  const show = jest.fn();
  const lab = { commands, palette: null, say: english.say, category: '' };
  addActions(panelActions, { ...lab, context: () => ({ show }) as never });
  const { command, category } = launcherCard(english);
  expect([commands.label(command), category]).toEqual(['Diffusion Panel', 'Diffusion']);
  expect(commands.icon(command)).toBeDefined();
  // The launcher says where it stands.
  await commands.execute(command, { cwd: '' });
  expect(show).toHaveBeenCalledTimes(1);
});
