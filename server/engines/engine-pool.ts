import type { Inspection } from '../../engine/worker';
import type { IEngineLink, LinkListener } from './engine-link';

/** All engines of the service. */
export class EnginePool {
  /** @param links at least one. */
  constructor(readonly links: readonly IEngineLink[]) {}

  start(listener: LinkListener): void {
    this.links.forEach(link => link.start(listener));
  }

  async stop(graceMs: number): Promise<void> {
    await Promise.all(this.links.map(link => link.stop(graceMs)));
  }

  /** As a link's; by one that is there, or is the likeliest to come. */
  inspect(path: string, beside?: string): Promise<Inspection> {
    const likely = [...this.links].sort((a, b) => a.failures - b.failures)[0];
    return (this.links.find(({ ready }) => ready) ?? likely).inspect(path, beside);
  }

  get ready(): boolean {
    return this.links.some(({ ready }) => ready);
  }

  /** The link that can't be brought to start, when none can draw. */
  get down(): IEngineLink | null {
    return this.ready ? null : (this.links.find(({ failures }) => failures > 1) ?? null);
  }

  /** Bytes of memory that all of them hold. */
  get bytes(): number {
    return this.links.reduce((sum, { rssMb }) => sum + (rssMb ?? 0) * 1e6, 0);
  }
}
