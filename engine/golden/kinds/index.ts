/** The kinds of fixtures the runner knows; the first that knows a fixture checks it. */
import type { Kind } from '../runner';
import { networkKinds } from './networks';

export const kinds: Kind[] = [...networkKinds];
