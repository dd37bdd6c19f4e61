/** A client of the kill loop: submits, listens, marks, cancels, forgets and gives pictures as long as the service answers, and writes down what it was told. */
import { createParser } from 'eventsource-parser';
import { setTimeout as pause } from 'node:timers/promises';
import { sharp } from '../../images/sharp';
import { isOver } from '../../../schema/states';
import type { JobEvent, JobReply, JobsReply, UploadReply } from '../../../schema/wire';
import { deadline } from './patience';
import type { Submit, Told } from './told';

/** Jobs have seeds of this many, so that some of their cells are there already. */
const SEEDS = 400;
/** So many that taking them away takes more than a turn, too. */
const LARGE_CELLS = 3000;
const LARGE_SHARE = 0.03;
const FORGET_SHARE = 0.1;
const LOOK_MS = 15;
/** A large job is drawn for at most so long before it is cancelled. */
const CANCEL_MS = 200;

export type ClientOptions = {
  url: string;
  token: string;
  told: Told;
  random: () => number;
  /** Whether there is a large job at any time, or just now and then. */
  large: boolean;
};

export class TortureClient {
  /** Sentences of what the service answered and should not have. */
  readonly wrong: string[] = [];

  constructor(private readonly options: ClientOptions) {}

  private get told(): Told {
    return this.options.told;
  }

  /** Keeps the service busy until it is gone. */
  async until(gone: { signal: AbortSignal }): Promise<void> {
    while (!gone.signal.aborted) {
      await this.attempt(async () => {
        const submit = this.told.submits.find(({ id }) => id === null) ?? this.makeSubmit();
        await this.submit(submit);
        await Promise.all([this.follow(submit.id!, gone.signal), this.tend(), this.give()]);
      });
      await pause(LOOK_MS);
    }
  }

  /** Asks for all that was not answered, and for the end of large jobs; resolves as `allOver`. */
  async finish(withinMs: number): Promise<true | string> {
    for (const submit of this.told.submits) {
      await this.submit(submit);
      if (submit.large) {
        await this.cancel(submit);
      }
    }
    // A large one that came back with a lost database would be drawn for longer than anybody waits, and others behind it.
    for (const submit of [...this.told.leaving]) {
      await this.forget(submit);
    }
    const soon = await this.allOver(withinMs / 3);
    const before = soon ? '' : await this.standing();
    const over = soon || (await this.allOver((withinMs * 2) / 3));
    const isLate = deadline(withinMs);
    while (this.told.leaving.length > 0 && !isLate()) {
      await this.forget(this.told.leaving[0]);
    }
    return (over && this.told.leaving.length === 0) || `${before}; then ${await this.standing()}`;
  }

  /** What is left to be done, in words for whoever looks for the cause. */
  private async standing(): Promise<string> {
    const { jobs } = (await this.send('GET', '/v1/jobs?limit=50')) as JobsReply;
    const open = jobs.filter(({ state }) => !isOver(state));
    const words = open.map(
      ({ id, state, progress, diagnosis }) =>
        `${id} ${state} ${progress.cells_done}/${progress.cells_total} ${progress.phase} ${diagnosis?.code ?? ''}`
    );
    return `${[...words, `${this.told.leaving.length} to forget`].join(', ')}`;
  }

  /** Resolves when every job that is there now is over, or forgotten by another client; false when that takes longer than so many ms. */
  async allOver(withinMs: number): Promise<boolean> {
    const isLate = deadline(withinMs);
    for (const submit of [...this.told.submits]) {
      while (this.told.submits.includes(submit) && !(await this.isOver(submit))) {
        if (isLate()) {
          return false;
        }
        await pause(LOOK_MS);
      }
    }
    return true;
  }

  private async isOver(submit: Submit): Promise<boolean> {
    if (submit.id !== null && submit.over === null) {
      await this.look(submit);
    }
    return submit.over !== null;
  }

  private makeSubmit(): Submit {
    const { random, large: always } = this.options;
    const isThere = this.told.submits.some(({ large }) => large);
    const large = !isThere && (always || random() < LARGE_SHARE);
    const cells = large ? LARGE_CELLS : 1 + Math.floor(random() * 3);
    const first = large ? 1 : 1 + Math.floor(random() * SEEDS);
    const limit = large ? ` limit=${LARGE_CELLS}` : '';
    const text = `%%sweep seed=${first}..${first + cells - 1}${limit}\na boat`;
    const submit = { key: this.told.newKey(), text, first, cells, large, id: null, over: null };
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

  /** Another client may have it forgotten meanwhile. */
  private async look(submit: Submit): Promise<void> {
    try {
      const { job } = (await this.send('GET', `/v1/jobs/${submit.id}`)) as JobReply;
      this.told.hear(job);
    } catch (error) {
      if (!(isRefusal(error, 404) && !this.told.submits.includes(submit))) {
        throw error;
      }
    }
  }

  /** Large jobs are cancelled when some of them may be drawn. */
  private async cancelLarge(): Promise<void> {
    for (const submit of this.told.acknowledged.filter(({ large, over }) => large && over === null)) {
      await pause(this.options.random() * CANCEL_MS);
      await this.cancel(submit);
    }
  }

  private async cancel({ id }: Submit): Promise<void> {
    const { job } = (await this.send('POST', `/v1/jobs/${id}/cancel`)) as JobReply;
    this.told.hear(job);
  }

  private async follow(id: string, signal: AbortSignal): Promise<void> {
    const reply = await fetch(`${this.options.url}/v1/jobs/${id}/events`, {
      headers: this.headers(),
      signal
    });
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

  /** What a person does with what is drawn and was drawn before. */
  private async tend(): Promise<void> {
    await this.mark();
    await this.lookBack();
    await this.cancelLarge();
    const submit = this.leaver();
    if (submit) {
      await this.forget(submit);
    }
  }

  /** Marks a picture, half the time one that was marked before, or takes its mark back. */
  private async mark(): Promise<void> {
    const { settled, done, marks } = this.told;
    const marked = this.options.random() < 0.5 ? [...settled].filter(each => marks.has(done.get(each)!)) : [];
    const cell = this.some(marked.length > 0 ? marked : [...settled]);
    if (cell !== undefined) {
      const rating = Math.floor(this.options.random() * 6);
      const flag = this.some([null, 'pick', 'reject'] as const) ?? null;
      const tags = this.some([[], ['hands'], ['hands', '好']]) ?? [];
      const answered = this.told.mark(done.get(cell)!, { rating: rating || null, flag, tags });
      await this.send('PUT', `/v1/cells/${cell}/mark`, JSON.stringify({ rating, flag, tags }));
      answered();
    }
  }

  /** What was told of a job long ago holds still. */
  private async lookBack(): Promise<void> {
    const submit = this.some(this.told.acknowledged);
    if (submit !== undefined) {
      await this.look(submit);
    }
  }

  /** A job that is to be forgotten: what was asked for is asked for again, and a large one that is over goes first. */
  private leaver(): Submit | undefined {
    const over = this.told.acknowledged.filter(each => each.over !== null);
    const forgets = this.options.random() < FORGET_SHARE;
    return this.told.leaving[0] ?? over.find(({ large }) => large) ?? (forgets ? this.some(over) : undefined);
  }

  private async forget(submit: Submit): Promise<void> {
    const askedBefore = this.told.leaving.includes(submit);
    const answered = this.told.forget(submit);
    try {
      await this.send('DELETE', `/v1/jobs/${submit.id}`);
      answered();
    } catch (error) {
      if (askedBefore && isRefusal(error, 404)) {
        answered();
      } else if (askedBefore && isRefusal(error, 409)) {
        // It is at work again, for the database was lost.
        await this.cancel(submit);
      } else {
        throw error;
      }
    }
  }

  private async give(): Promise<void> {
    if (this.options.random() < 0.5) {
      const [r, g, b] = [this.options.random(), this.options.random(), this.options.random()].map(each =>
        Math.floor(each * 256)
      );
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
    return items[Math.floor(this.options.random() * items.length)];
  }

  private async send(
    method: string,
    path: string,
    body?: string | Buffer,
    headers: Record<string, string> = {}
  ): Promise<unknown> {
    const reply = await fetch(`${this.options.url}${path}`, {
      method,
      body,
      headers: { ...this.headers(), ...headers }
    });
    const text = await reply.text();
    if (!reply.ok) {
      throw new Refused(reply.status, `${method} ${path} was answered with ${reply.status}: ${text}`);
    }
    return text === '' ? null : JSON.parse(text);
  }

  private headers(): Record<string, string> {
    return { authorization: `Bearer ${this.options.token}`, 'content-type': 'application/json' };
  }
}

class Refused extends Error {
  constructor(
    readonly status: number,
    message: string
  ) {
    super(message);
  }
}

function isRefusal(error: unknown, status: number): boolean {
  return error instanceof Refused && error.status === status;
}
