/** A service for the tests of changed sweeps: reads lists of numbers from a first line, and remembers what was drawn. */
import { fieldValues, wordText } from '../../../language/cell/editor';
import type { Job, Plan, PlanAxis, SweepRequest } from '../../../schema/wire';
import { axis, cellsOf, FakeClient, hash, makeJob } from '../testing';

export class SweepService extends FakeClient {
  readonly jobs = new Map<string, Job>();
  private readonly drawn = new Set<string>();

  /** Begins with a sweep of this text that is drawn. */
  constructor(text: string) {
    super(makeJob([axis('seed', [0])]));
    this.current = this.accept(text, 'done');
  }

  override plan(request: SweepRequest): Promise<Plan> {
    return this.told('plan', request, text => this.makeJob(text).plan);
  }

  override submit(request: SweepRequest): Promise<Job> {
    return this.told('submit', request, text => this.accept(text, 'queued'));
  }

  override job(id: string): Promise<Job> {
    this.asked.push(`job ${id}`);
    return Promise.resolve(this.jobs.get(id) ?? this.current);
  }

  /** The texts that were sent, as one says what was asked. */
  sent(what: 'plan' | 'submit'): string[] {
    return this.asked.flatMap(asked => (asked.startsWith(what) ? [asked.slice(what.length + 1)] : []));
  }

  private told<T>(what: string, request: SweepRequest, answer: (text: string) => T): Promise<T> {
    const text = 'text' in request ? request.text : '';
    this.asked.push(`${what} ${text}`);
    return this.refuse ? Promise.reject(this.refuse as Error) : Promise.resolve(answer(text));
  }

  private accept(text: string, state: 'done' | 'queued'): Job {
    const job = this.makeJob(text, state);
    if (state === 'done') {
      job.cells.forEach(({ params }) => this.drawn.add(keyOf(params)));
    }
    this.jobs.set(job.id, job);
    this.current = job;
    return job;
  }

  private makeJob(text: string, state: 'done' | 'queued' = 'queued'): Job {
    const axes = ['seed', 'cfg_scale'].flatMap((name): PlanAxis[] => {
      const values = [...new Set(fieldValues(wordText(text, name) ?? '').map(Number))];
      return values.length > 1 ? [axis(name, values)] : [];
    });
    const pictures = Number(wordText(text, 'batch_count') ?? 1);
    if (pictures > 1) {
      axes.push(
        axis(
          'image',
          Array.from({ length: pictures }, (_, k) => k + 1)
        )
      );
    }
    const id = `job-${this.jobs.size + 1}`;
    const cells = cellsOf(axes).map((cell, k) => {
      const isThere = state === 'done' || this.drawn.has(keyOf(cell.params));
      return {
        ...cell,
        id: `${id}-${k}`,
        state: isThere ? ('done' as const) : ('queued' as const),
        cached: isThere && state !== 'done',
        image: isThere ? hash(cell.params.seed * 100 + cell.params.cfg_scale) : null
      };
    });
    const open = cells.filter(cell => cell.state === 'queued');
    const toDraw = axes.map((each, k) => ({
      ...each,
      to_draw: each.labels.map((_, value) => open.filter(({ index }) => index[k] === value).length)
    }));
    const job = makeJob(toDraw, { id, text, cells, seq: 1, state: open.length > 0 ? 'queued' : 'done' });
    const isDoubled = ['seed', 'cfg_scale'].some(name => {
      const values = fieldValues(wordText(text, name) ?? '');
      return new Set(values).size < values.length;
    });
    const warnings = isDoubled ? [{ code: 'duplicate_value', message: 'Twice.' }] : [];
    const cached = cells.length - open.length;
    const origins: Plan['origins'] = { seed: wordText(text, 'seed') === null ? 'catalogue' : 'user' };
    return { ...job, plan: { ...job.plan, warnings, cached, text, origins } };
  }
}

function keyOf({ seed, cfg_scale: cfg, image }: { seed: number; cfg_scale: number; image?: number }): string {
  return `${seed} ${cfg} ${image ?? 1}`;
}
