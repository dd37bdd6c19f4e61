import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';

const renderers: IRenderMime.IExtension[] = [];

export default renderers;
