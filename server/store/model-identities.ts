import { sha256 } from './content-key';
import type { Database } from './database';

/**
 * What content keys know a model by. Of the first configs that its weights were seen with, its weights' hash alone, under which they
 * drew before configs counted; of any others, theirs too.
 */
export class ModelIdentities {
  constructor(private readonly database: Database) {}

  /** The identity of weights by their sha256, with the digest of their configs where they have some. */
  of(weights: string, configs: string | undefined): string {
    if (configs === undefined) {
      return weights;
    }
    this.database.run(
      'INSERT OR IGNORE INTO first_configs (weights, configs) VALUES (?, ?)',
      weights,
      configs
    );
    const first = this.database.get<{ configs: string }>(
      'SELECT configs FROM first_configs WHERE weights = ?',
      weights
    );
    return first?.configs === configs ? weights : sha256(`${weights} ${configs}`);
  }
}
