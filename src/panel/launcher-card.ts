import type { ILauncher } from '@jupyterlab/launcher';
import { commandOf } from '../actions';
import type { IDiffusionText } from '../tokens';
import { panelActions } from './actions';

/** What opens the panel from Lab's launcher, for who has no notebook yet; its words and picture are the command's. */
export function launcherCard({ say }: Pick<IDiffusionText, 'say'>): ILauncher.IItemOptions {
  return { command: commandOf(panelActions.openPanel), category: say('palette_category'), rank: 0 };
}
