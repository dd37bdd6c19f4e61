import { PRIORITIES } from '../../schema/states';
import type { Turn } from '../store/job-record';

/**
 * Whose jobs go first. Priorities before all; within one, clients take turns, the one that was served longest ago first; a client's own
 * jobs in the order of its queue, those with cells that a person wants next before the others.
 */
export class Turns {
  /** When each client was served last, counted in servings. */
  private readonly served = new Map<string, number>();
  private servings = 0;

  order<T extends Turn>(jobs: readonly T[], isWanted: (job: number) => boolean = () => false): T[] {
    return [...jobs].sort(
      (a, b) =>
        PRIORITIES.indexOf(b.priority) - PRIORITIES.indexOf(a.priority) ||
        this.lastServed(a) - this.lastServed(b) ||
        Number(isWanted(b.number)) - Number(isWanted(a.number)) ||
        a.rank - b.rank
    );
  }

  /** A client got a turn. */
  serve(client: string): void {
    this.served.delete(client);
    this.served.set(client, ++this.servings);
  }

  /** Forgets who has nothing to do; a client that comes back is served before those that stayed, as a new one is. */
  keepOnly(clients: ReadonlySet<string>): void {
    [...this.served.keys()].filter(each => !clients.has(each)).forEach(each => this.served.delete(each));
  }

  private lastServed({ client }: Turn): number {
    return this.served.get(client) ?? 0;
  }
}
