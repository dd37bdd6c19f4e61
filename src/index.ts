import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { client } from './client/plugin';
import { grid } from './grid/plugin';
import { text } from './i18n/plugin';

const plugins: JupyterFrontEndPlugin<unknown>[] = [text, client, grid];

export default plugins;
