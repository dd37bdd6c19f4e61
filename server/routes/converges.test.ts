/**
 * Whoever follows a job sees what the service says of it, whatever happens to the line and to the service: lines that are cut in the middle
 * of an event, events that come late, twice or in another order, restarts. The follower and the state that it keeps are the grid's own.
 */
import fc from 'fast-check';
import { setTimeout as pause } from 'node:timers/promises';
import { Fault } from '../../schema/fault';
import { hasCode } from '../../schema/messages/has-code';
import { isOver } from '../../schema/states';
import type { Job, JobEvent } from '../../schema/wire';
import { follow } from '../../src/client/follow';
import { applyEvent, fromJob, mergeJob, type SweepState } from '../../src/grid/sweep-state';
import type { Service } from '../service/service';
import {
  type Client,
  jobOf,
  modelsFolder,
  serveService,
  stopService,
  submit,
  temporaryFolder,
  testService
} from '../testing/test-service';

/** Three of the six can't be drawn. */
const SWEEP = '%%sweep seed=1..3\n{a boat|a nan boat}';
const CELLS = 6;
const READERS = 3;

/** The service with what may be started anew, and the client that finds it. */
type World = { service: Service; client: Client; restart(): Promise<void>; job: string };

async function world(): Promise<World> {
  const options = { dataFolder: temporaryFolder(), bundledFolders: [modelsFolder()] };
  const service = await testService(options);
  const made: World = {
    service,
    client: await serveService(service),
    job: '',
    async restart() {
      const { server } = made.client;
      server.close();
      server.closeAllConnections();
      await stopService(made.service);
      made.service = await testService(options);
      made.client = await serveService(made.service);
    }
  };
  made.job = await submit(service, SWEEP);
  return made;
}

/** Somebody who follows the job: over a line that can be cut, and hearing late what is held back. */
class Reader {
  state: SweepState;
  /** Why it gave up, which it never may. */
  refused: unknown = null;
  private held: ((state: SweepState) => SweepState)[] | null = null;
  private bytesLeft = Infinity;
  private hangUp: (() => void) | null = null;
  private readonly over = new AbortController();

  constructor(private readonly world: World) {
    this.state = fromJob(jobOf(world.service, world.job));
    follow({
      open: (headers, signal) => this.open(headers, signal),
      onEvent: event => this.hear(event),
      isLast: event => event.type === 'done',
      signal: this.over.signal,
      wait: () => pause(2)
    }).catch(error => (this.refused = error));
  }

  /** The line breaks after this many more bytes. */
  cut(bytes: number): void {
    if (bytes === 0) {
      this.hangUp?.();
    }
    this.bytesLeft = bytes;
  }

  hold(): void {
    this.held ??= [];
  }

  /** Everything that was held back arrives, in an order that the dice say, some of it twice. */
  release(dice: readonly number[]): void {
    const held = (this.held ?? []).flatMap((hear, k) => {
      const die = dice.length > 0 ? dice[k % dice.length] : k;
      return die % 5 === 0
        ? [
            { die, hear },
            { die: die / 3, hear }
          ]
        : [{ die, hear }];
    });
    this.held = null;
    held.sort((a, b) => a.die - b.die).forEach(({ hear }) => (this.state = hear(this.state)));
  }

  /** Asks for the job; the answer comes among the events. */
  ask(): void {
    const job = jobOf(this.world.service, this.world.job);
    this.take(state => mergeJob(state, job, job.seq));
  }

  stop(): void {
    this.over.abort();
  }

  private hear(event: JobEvent): void {
    this.take(state => applyEvent(state, event));
  }

  private take(change: (state: SweepState) => SweepState): void {
    if (this.held) {
      this.held.push(change);
    } else {
      this.state = change(this.state);
    }
  }

  private async open(headers: Record<string, string>, signal: AbortSignal): Promise<AsyncIterable<string>> {
    const path = `/v1/jobs/${this.world.job}/events`;
    const lower = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])
    );
    const reply = await this.world.client.open(path, lower);
    if (reply.statusCode !== 200) {
      reply.destroy();
      throw Object.assign(new Error('refused'), { status: reply.statusCode });
    }
    this.hangUp = () => reply.destroy();
    signal.addEventListener('abort', this.hangUp, { once: true });
    const chunks = reply[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    const read = async (): Promise<{ done: boolean; value?: Uint8Array }> => {
      if (this.bytesLeft <= 0) {
        this.bytesLeft = Infinity;
        reply.destroy();
        throw new Error('the line was cut');
      }
      const { done, value } = await chunks.next();
      const part = done ? undefined : value.subarray(0, this.bytesLeft);
      this.bytesLeft -= part?.length ?? 0;
      return { done: done === true, value: part };
    };
    const decoder = new TextDecoder();
    return (async function* () {
      for (let part = await read(); !part.done; part = await read()) {
        yield decoder.decode(part.value, { stream: true });
      }
    })();
  }
}

type Action =
  | { do: 'wait'; ms: number }
  | { do: 'cut'; reader: number; bytes: number }
  | { do: 'hold' | 'ask'; reader: number }
  | { do: 'release'; reader: number; dice: number[] }
  | { do: 'steer'; how: keyof typeof STEERS; cell: number }
  | { do: 'restart' | 'submit' | 'compare' };

/** What people do meanwhile; what can't be done just then is refused, and changes nothing. */
const STEERS = {
  pause: ({ service, job }: World) => service.steering.pause(job),
  resume: ({ service, job }: World) => service.steering.resume(job),
  pauseAll: ({ service }: World) => service.steering.pauseAll(),
  resumeAll: ({ service }: World) => service.steering.resumeAll(),
  cancelCell: ({ service, job }: World, cell: number) => service.steering.cancelCell(job, cell),
  again: ({ service, job }: World, cell: number) => service.steering.again(job, cell),
  next: ({ service, job }: World, cell: number) => service.steering.next(job, [cell]),
  priority: ({ service, job }: World, cell: number) =>
    service.steering.setPriority(job, cell % 2 ? 'high' : 'low'),
  // Of a job that is over nobody hears any more: who looks at it asks for it.
  retry: ({ service, job }: World) =>
    isOver(service.jobService.job(job).state) || service.steering.retry(job),
  mark: ({ service, job }: World, cell: number) =>
    isOver(service.jobService.job(job).state) ||
    service.jobService.mark(`${job}-${cell}`, { rating: 1 + (cell % 5) })
};

const reader = fc.nat(READERS - 1);
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait'), ms: fc.nat(25) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('cut'), reader, bytes: fc.oneof(fc.constant(0), fc.nat(9000)) })
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('hold', 'ask'), reader }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('release'),
      reader,
      dice: fc.array(fc.nat(99), { maxLength: 40 })
    })
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('steer'),
      how: fc.constantFrom(...(Object.keys(STEERS) as (keyof typeof STEERS)[])),
      cell: fc.nat(CELLS - 1)
    })
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('restart', 'submit', 'compare') }) }
) as fc.Arbitrary<Action>;

async function perform(each: Action, at: World, readers: readonly Reader[]): Promise<void> {
  switch (each.do) {
    case 'wait':
      return pause(each.ms);
    case 'cut':
      return readers[each.reader].cut(each.bytes);
    case 'hold':
      return readers[each.reader].hold();
    case 'ask':
      return readers[each.reader].ask();
    case 'release':
      return readers[each.reader].release(each.dice);
    case 'steer':
      try {
        await STEERS[each.how](at, each.cell);
      } catch (error) {
        if (!(error instanceof Fault)) {
          throw error;
        }
      }
      if (isOver(jobOf(at.service, at.job).state)) {
        // What is done to a job that ended meanwhile nobody hears: who looks at it asks for it.
        readers.forEach(reader => reader.ask());
      }
      return;
    case 'restart':
      return at.restart();
    case 'submit':
      await submit(at.service, SWEEP.replace('1..3', '2..4'));
      return;
    case 'compare':
      return same(at, readers);
  }
}

/** What of a job everybody must see alike; times that are left pass by themselves. */
function shown({ state, cells, progress, diagnosis, remarks }: SweepState): unknown {
  return {
    state,
    cells: cells.map(({ id, state: now, image, error, mark, timings, ...cell }) => ({
      ...{ id, now, image, error, mark, timings },
      again: (cell as Partial<Job['cells'][number]>).again ?? null
    })),
    counts: progress && [progress.cells_done, progress.cells_failed, progress.cells_cached, progress.code],
    // What it waits for changes with other jobs, of which this one is not told.
    diagnosis: diagnosis && hasCode(diagnosis, 'waiting', 'overtaken') ? 'waiting' : diagnosis,
    remarks
  };
}

/** All readers come to see what the service says. */
async function same(at: World, readers: readonly Reader[]): Promise<void> {
  readers.forEach(each => each.release([]));
  const deadline = Date.now() + 5000;
  for (;;) {
    const truth = shown(fromJob(jobOf(at.service, at.job)));
    const seen = readers.map(({ state }) => shown(state));
    const text = JSON.stringify(truth);
    if (seen.every(each => JSON.stringify(each) === text)) {
      return;
    }
    if (Date.now() > deadline) {
      expect(readers.map(({ refused }) => refused)).toEqual(readers.map(() => null));
      seen.forEach(each => expect(each).toEqual(truth));
    }
    await pause(5);
  }
}

test('whoever follows a job sees at last what the service says of it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 25 }), async actions => {
      const at = await world();
      const readers = Array.from({ length: READERS }, () => new Reader(at));
      try {
        for (const each of actions) {
          await perform(each, at, readers);
        }
        await same(at, readers);
        for (const how of ['resumeAll', 'resume'] as const) {
          await perform({ do: 'steer', how, cell: 0 }, at, readers);
        }
        await same(at, readers);
      } finally {
        readers.forEach(each => each.stop());
        await stopService(at.service);
      }
    }),
    { numRuns: Number(process.env.STREAM_RUNS ?? 12), endOnFailure: true }
  );
}, 600_000);
