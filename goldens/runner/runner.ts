import { compareValues } from './compare';
import type { Item } from './compare';
import type { CheckContext } from './kind';
import { GoldenFolder } from './manifest';
import type { Fixture } from './manifest';
import { GoldenModels } from './models';
import { kinds } from './kinds/index';

export type GoldenSummary = { passed: number; failed: number };

export type GoldenOptions = {
  /** Ids, folders of ids, or beginnings of ids; all when empty. */
  only?: readonly string[];
  print(line: string): void;
};

/**
 * Runs the engine over a folder of goldens and prints, for each item, the largest absolute and relative error against its tolerance.
 * What nobody matches, a kind of fixture or a case within one, is a failure.
 */
export async function runGoldens(path: string, { only = [], print }: GoldenOptions): Promise<GoldenSummary> {
  const folder = new GoldenFolder(path);
  const context = { folder, models: new GoldenModels(folder) };
  const chosen = choose(folder.fixtures, only);
  const summary: GoldenSummary = { passed: 0, failed: 0 };
  for (const fixture of chosen) {
    for (const item of await check(fixture, context)) {
      print(lineOf(fixture.id, item));
      summary[item.outcome === 'pass' ? 'passed' : 'failed']++;
    }
  }
  await context.models.close();
  print(`${summary.passed} passed, ${summary.failed} failed`);
  return summary;
}

/** `A/sd1` means the folder of that name, not `A/sd1-inpaint`; only what names no folder and no fixture is a mere beginning. */
function choose(fixtures: readonly Fixture[], only: readonly string[]): readonly Fixture[] {
  if (only.length === 0) {
    return fixtures;
  }
  const wanted = only.map(each => {
    const prefix = each.replace(/\/$/, '');
    const inside = (id: string): boolean => id === prefix || id.startsWith(`${prefix}/`);
    return fixtures.some(({ id }) => inside(id)) ? inside : (id: string) => id.startsWith(prefix);
  });
  const chosen = fixtures.filter(({ id }) => wanted.some(wants => wants(id)));
  if (chosen.length === 0) {
    throw new Error(`no fixture begins with ${only.join(' or ')}`);
  }
  return chosen;
}

async function check(fixture: Fixture, context: CheckContext): Promise<Item[]> {
  const kind = kinds.find(each => each.matches(fixture));
  if (!kind) {
    return [{ name: '', outcome: 'fail', note: 'unsupported: no check for this kind of fixture' }];
  }
  try {
    const items = await kind.check(fixture, context);
    return items.length > 0 ? items : [compareValues('nothing was checked', 0, 1)];
  } catch (error) {
    return [{ name: '', outcome: 'fail', note: (error as Error).message }];
  }
}

function lineOf(id: string, { name, outcome, absolute, relative, note }: Item): string {
  const verdict = outcome === 'pass' ? 'pass' : 'FAIL';
  const error =
    absolute === undefined ? '' : ` abs ${absolute.toExponential(1)} rel ${(relative ?? 0).toExponential(1)}`;
  return `${verdict.padEnd(4)} ${[id, name].filter(Boolean).join(' ')}:${error} (${note})`;
}
