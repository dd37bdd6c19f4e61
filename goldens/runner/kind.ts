import type { Item } from './compare';
import type { Fixture, GoldenFolder } from './manifest';
import type { GoldenModels } from './models';

/** What checks of a fixture may use. */
export type CheckContext = { folder: GoldenFolder; models: GoldenModels };

/** A kind of fixture: which ones it matches, and the check. */
export type Kind = {
  name: string;
  matches(fixture: Fixture): boolean;
  check(fixture: Fixture, context: CheckContext): Promise<Item[]> | Item[];
};
