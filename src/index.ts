import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { client, jobs } from './client/plugin';
import { compare } from './compare/plugin';
import { grid } from './grid/plugin';
import { text } from './i18n/plugin';
import { bridge } from './magic/bridge';
import { completion } from './magic/completion';
import { highlight } from './magic/highlight';
import { holdHeight } from './magic/hold-height';
import { inFront } from './magic/in-front';
import { panel } from './panel/plugin';
import { notices } from './status/notices-plugin';
import { status } from './status/plugin';

const plugins: JupyterFrontEndPlugin<unknown>[] = [
  text,
  client,
  jobs,
  bridge,
  inFront,
  compare,
  grid,
  panel,
  status,
  notices,
  highlight,
  holdHeight,
  completion
];

export default plugins;
