/** A client of the kill loop: submits, listens, marks and gives pictures as long as the service answers, and writes down what it was told. */
import { createParser } from 'eventsource-parser';
import { setTimeout as pause } from 'node:timers/promises';
import { sharp } from '../../images/sharp';
import type { JobEvent, JobReply, UploadReply } from '../../../schema/wire';
import { isOver } from '../../../schema/states';
import type { Submit, Told } from './told';

/** Jobs have seeds of this many, so that some of their cells are there already. */
const SEEDS = 400;
const LOOK_MS = 15;

export class TortureClient {
  /** Sentences of what the service answered and should not have. */
  readonly wrong: string[] = [];

  constructor(
    private readonly url: string,
    private readonly token: string,
    private readonly told: Told,
    private readonly random: () => number
  ) {}

  /** Keeps the service busy until it is gone. */
  async until(gone: { signal: AbortSignal }): Promise<void> {
    while (!gone.signal.aborted) {
      const unanswered = this.told.submits.find(({ id }) => id === null);
      const submit = unanswered ?? this.makeSubmit();
      await this.attempt(async () => {
        await this.submit(submit);
        await Promise.all([this.follow(submit.id!, gone.signal), this.mark(), this.lookBack(), this.give()]);
      });
      await pause(LOOK_MS);
    }
  }

  /** Resolves when every job is over; false when that takes longer than so many ms. */
  async finish(withinMs: number): Promise<boolean> {
    const due = performance.now() + withinMs;
    // Of those that are there now; another client may add some meanwhile.
    for (const submit of [...this.told.submits]) {
      await this.submit(submit);
      while (!isOver((await this.look(submit.id!)).state)) {
        if (performance.now() > due) {
          return false;
        }
        await pause(LOOK_MS);
      }
    }
    return true;
  }

  private makeSubmit(): Submit {
    const cells = 1 + Math.floor(this.random() * 3);
    const seed = 1 + Math.floor(this.random() * SEEDS);
    const submit: Submit = {
      key: `key-${this.told.submits.length}`,
      text: `%%sweep seed=${Array.from({ length: cells }, (_, k) => seed + k).join()}\na boat`,
      cells,
      id: null
    };
    this.told.submits.push(submit);
    return submit;
  }

  private async submit(submit: Submit): Promise<void> {
    const { job } = (await this.send('POST', '/v1/jobs', JSON.stringify({ text: submit.text }), {
      'idempotency-key': submit.key
    })) as JobReply;
    if (submit.id !== null && submit.id !== job.id) {
      this.wrong.push(`${submit.key} was job ${submit.id} and became ${job.id}`);
    }
    submit.id = job.id;
    this.told.hear(job);
  }

  private async look(id: string): Promise<JobReply['job']> {
    const { job } = (await this.send('GET', `/v1/jobs/${id}`)) as JobReply;
    this.told.hear(job);
    return job;
  }

  private async follow(id: string, signal: AbortSignal): Promise<void> {
    const reply = await fetch(`${this.url}/v1/jobs/${id}/events`, { headers: this.headers(), signal });
    const parser = createParser({ onEvent: ({ data }) => this.hear(id, JSON.parse(data) as JobEvent) });
    const decoder = new TextDecoder();
    for await (const chunk of reply.body!) {
      parser.feed(decoder.decode(chunk as Uint8Array, { stream: true }));
    }
  }

  private hear(id: string, event: JobEvent): void {
    if (event.type === 'snapshot') {
      this.told.hear(event.job);
    } else if ('seq' in event) {
      this.told.hearSeq(id, event.seq);
    }
    if (event.type === 'cell') {
      this.told.hearCell(event.cell);
    }
  }

  /** Marks a picture, one that was marked already as well, or takes its mark back. */
  private async mark(): Promise<void> {
    const cell = this.some([...this.told.settled]);
    if (cell !== undefined) {
      const rating = Math.floor(this.random() * 6);
      const flag = this.some([null, 'pick', 'reject'] as const) ?? null;
      const answered = this.told.mark(this.told.done.get(cell)!, { rating: rating || null, flag });
      await this.send('PUT', `/v1/cells/${cell}/mark`, JSON.stringify({ rating, flag }));
      answered();
    }
  }

  /** What was told of a job long ago holds still. */
  private async lookBack(): Promise<void> {
    const submit = this.some(this.told.acknowledged);
    if (submit !== undefined) {
      await this.look(submit.id);
    }
  }

  private async give(): Promise<void> {
    if (this.random() < 0.5) {
      const [r, g, b] = [this.random(), this.random(), this.random()].map(each => Math.floor(each * 256));
      const png = await sharp({ create: { width: 8, height: 8, channels: 3, background: { r, g, b } } })
        .png()
        .toBuffer();
      const { image } = (await this.send('POST', '/v1/images', png, {
        'content-type': 'image/png'
      })) as UploadReply;
      this.told.uploads.add(image);
    }
  }

  /** A service that is killed answers nothing: what was asked may have happened or not. */
  private async attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof Refused) {
        this.wrong.push(error.message);
      }
    }
  }

  /** One of them; undefined when there are none. */
  private some<Item>(items: readonly Item[]): Item | undefined {
    return items[Math.floor(this.random() * items.length)];
  }

  private async send(
    method: string,
    path: string,
    body?: string | Buffer,
    headers: Record<string, string> = {}
  ): Promise<unknown> {
    const reply = await fetch(`${this.url}${path}`, {
      method,
      body,
      headers: { ...this.headers(), ...headers }
    });
    const text = await reply.text();
    if (!reply.ok) {
      throw new Refused(`${method} ${path} was answered with ${reply.status}: ${text}`);
    }
    return JSON.parse(text);
  }

  private headers(): Record<string, string> {
    return { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' };
  }
}

class Refused extends Error {}
