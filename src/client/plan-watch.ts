/**
 * Keeps a plan of the latest text, asked a moment after typing stops.
 *
 * empty: nothing to plan. planning: asked, with the last answer still shown. ready: the plan is of this text. wrong: the service refused
 * the text and said why; the last figures stay, or those that it would have were it allowed. away: nobody answered; asked again by `again`. A late answer to an older text is never shown.
 */
import { hasCode } from '../../schema/messages/has-code';
import type { Plan, SweepRequest } from '../../schema/wire';
import type { IDiffusionFailure } from '../tokens';

export type PlanState =
  | { kind: 'empty' }
  | { kind: 'planning'; last: Plan | null }
  | { kind: 'ready'; plan: Plan; text: string }
  | { kind: 'wrong'; failure: IDiffusionFailure; text: string; last: Plan | null }
  | { kind: 'away'; failure: IDiffusionFailure; last: Plan | null };

export const PLAN_DELAY_MS = 250;

export class PlanWatch {
  state: PlanState = { kind: 'empty' };
  private text: string | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asking: AbortController | null = null;

  constructor(
    private readonly ask: (request: SweepRequest, signal: AbortSignal) => Promise<Plan>,
    private readonly onChange: (state: PlanState) => void,
    /** The text by which a sweep that was refused for its size alone would be allowed. */
    private readonly allowed: (failure: IDiffusionFailure) => string | null = () => null
  ) {}

  /** The last plan that was good, for figures that should not vanish while a new one is asked. */
  get last(): Plan | null {
    const { state } = this;
    return state.kind === 'ready' ? state.plan : state.kind === 'empty' ? null : state.last;
  }

  /** Wants the plan of this text, or of none. The same text again changes nothing. */
  want(text: string | null, delayMs = PLAN_DELAY_MS): void {
    if (text === this.text) {
      return;
    }
    this.text = text;
    this.stop();
    if (text === null) {
      this.become({ kind: 'empty' });
      return;
    }
    this.become({ kind: 'planning', last: this.last });
    this.timer = setTimeout(() => void this.run(text), delayMs);
  }

  /** Stops asking while the text is known to be wrong; the last figures stay. */
  hold(): void {
    if (this.text !== null) {
      this.text = null;
      this.stop();
      this.become({ kind: 'planning', last: this.last });
    }
  }

  /** Asks again for the same text: pictures were drawn or the service came back. With a delay, at most once in that time. */
  again(delayMs = 0): void {
    const { text } = this;
    if (text === null || (delayMs > 0 && (this.timer !== undefined || this.asking))) {
      return;
    }
    this.stop();
    this.timer = setTimeout(() => void this.run(text), delayMs);
  }

  dispose(): void {
    this.stop();
    this.text = null;
  }

  private stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.asking?.abort();
    this.asking = null;
  }

  private async run(text: string): Promise<void> {
    const asking = new AbortController();
    this.timer = undefined;
    this.asking = asking;
    try {
      const plan = await this.ask({ text }, asking.signal);
      if (!asking.signal.aborted) {
        this.become({ kind: 'ready', plan, text });
      }
    } catch (reason) {
      if (!asking.signal.aborted) {
        const failure = reason as IDiffusionFailure;
        const { last } = this;
        const isRefusal =
          failure.status >= 400 && failure.status < 500 && !hasCode(failure.error, 'signed_out');
        this.become(isRefusal ? { kind: 'wrong', failure, text, last } : { kind: 'away', failure, last });
        await this.askAllowed(failure, text, asking.signal);
      }
    }
    this.asking = this.asking === asking ? null : this.asking;
  }

  /** What a sweep that is too large would cost; nothing is said where that can't be told. */
  private async askAllowed(failure: IDiffusionFailure, text: string, signal: AbortSignal): Promise<void> {
    const wider = this.allowed(failure);
    if (wider !== null && this.state.kind === 'wrong') {
      const plan = await this.ask({ text: wider }, signal).catch(() => null);
      if (plan && !signal.aborted) {
        this.become({ kind: 'wrong', failure, text, last: plan });
      }
    }
  }

  private become(state: PlanState): void {
    this.state = state;
    this.onChange(state);
  }
}
