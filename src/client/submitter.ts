/** Sends sweeps to the service, so that a repeated press never makes two jobs of one wish. */
import { UUID } from '@lumino/coreutils';
import type { Job } from '../../schema/wire';
import type { IDiffusionClient, IDiffusionFailure } from '../tokens';

export class Submitter {
  private unanswered: { text: string; key: string } | null = null;

  constructor(
    private readonly client: Pick<IDiffusionClient, 'submit'>,
    private readonly newKey: () => string = UUID.uuid4
  ) {}

  /** The accepted job. A submit that got no answer is repeated under the same key; rejects with the service's failure. */
  async submit(text: string): Promise<Job> {
    const key = this.unanswered?.text === text ? this.unanswered.key : this.newKey();
    this.unanswered = { text, key };
    try {
      const job = await this.client.submit({ text }, key);
      this.unanswered = null;
      return job;
    } catch (reason) {
      if ((reason as IDiffusionFailure).status !== 0) {
        this.unanswered = null;
      }
      throw reason;
    }
  }
}
