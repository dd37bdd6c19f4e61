import { PromiseDelegate } from '@lumino/coreutils';
import type { SweepGridOptions } from './grid-widget';

/**
 * What every grid of the page shares. A MIME extension takes no tokens, so the plugin leaves them here and the renderer waits for
 * them; both are modules of one package, and this one is there once.
 */
export const gridServices = new PromiseDelegate<SweepGridOptions>();
