import type { Item } from './compare';
import type { Fixture, GoldenFolder } from './manifest';
import type { GoldenModels } from './models';

/** What checks of a fixture may use. */
export type Bench = { folder: GoldenFolder; models: GoldenModels };

/** A kind of fixture: which ones it knows, and the check. */
export type Kind = {
  name: string;
  knows(fixture: Fixture): boolean;
  check(fixture: Fixture, bench: Bench): Promise<Item[]> | Item[];
};
