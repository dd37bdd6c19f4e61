import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { text } from './i18n/plugin';

const plugins: JupyterFrontEndPlugin<unknown>[] = [text];

export default plugins;
