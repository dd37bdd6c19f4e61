import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator } from '@jupyterlab/translation';
import { IDiffusionText } from '../tokens';
import { loadText, type LanguagePreference } from './language';

/** The plugin whose name the settings schema bears. */
export const SETTINGS_ID = 'jupyterlab-diffusion:plugin';

export const text: JupyterFrontEndPlugin<IDiffusionText> = {
  id: SETTINGS_ID,
  description: 'Provides the language of the interface and its sentences.',
  autoStart: true,
  provides: IDiffusionText,
  optional: [ITranslator, ISettingRegistry],
  activate: async (
    _app: JupyterFrontEnd,
    translator: ITranslator | null,
    registry: ISettingRegistry | null
  ): Promise<IDiffusionText> => loadText(translator, await preferredLanguage(registry))
};

async function preferredLanguage(registry: ISettingRegistry | null): Promise<LanguagePreference> {
  try {
    const settings = await registry?.load(SETTINGS_ID);
    return (settings?.composite.language as LanguagePreference | undefined) ?? 'auto';
  } catch {
    return 'auto'; // A settings file that can't be read must not take the panel away.
  }
}
