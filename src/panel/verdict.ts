/** What is said of the form as it stands: what is wrong with it, and what is odd. */
import type { Plan } from '../../schema/wire';
import { lastOnly } from '../ui/last-only';
import type { Store } from '../ui/store';
import { faultsOfFields, type FormFault } from './check';
import { compose, fieldAt, type Composed, type FieldPlace } from './compose';
import { isSeen } from './shown';
import type { PanelState } from './state';
import { limitAsked } from './submit';
import { placedRemarks, remarkFields, untold, type PlacedRemarks } from './told';

const NONE: PlacedRemarks = { fields: {}, rest: [] };

export class Verdict {
  private readonly compose = lastOnly(compose);
  private readonly placeOf = lastOnly(fieldAt);
  private readonly faultsOf = lastOnly(faultsOfFields);
  private readonly fieldsOf = remarkFields();
  private readonly placed = lastOnly((plan: Plan, text: string | null, state: PanelState): PlacedRemarks => {
    const { composed } = this;
    const { form, readings } = state;
    const remarks = untold(plan.warnings, { composed, form, readings, text });
    return placedRemarks(remarks, this.fieldsOf(plan, composed, text), field => isSeen(field, state));
  });

  constructor(private readonly store: Store<PanelState>) {}

  get composed(): Composed {
    return this.compose(this.state.form);
  }

  /** The plain faults of all fields, known without asking. */
  faults(): readonly FormFault[] {
    const { form, lists } = this.state;
    return this.faultsOf(form.fields, lists);
  }

  /** Where the service's refusal points; null without one, or when it is about the whole. */
  refusedPlace(): FieldPlace | null {
    const { plan } = this.state;
    if (plan.kind !== 'wrong' || plan.text !== this.composed.text || this.overLimit()) {
      return null;
    }
    const { where } = plan.failure.error;
    return where ? this.placeOf(this.composed, where) : null;
  }

  /** How many cells a sweep over the limit has, and the limit; null when it isn't over. */
  overLimit(): { cells: number; limit: number } | null {
    const { plan } = this.state;
    return plan.kind === 'wrong' ? limitAsked(plan.failure) : null;
  }

  /** Whether the service refuses what the form says, and not for its size. */
  get isRefused(): boolean {
    return this.state.plan.kind === 'wrong' && this.overLimit() === null;
  }

  /** What is odd about the sweep whose figures are shown; nothing while something is wrong. */
  get remarks(): PlacedRemarks {
    const { plan } = this.state;
    const isWrong = this.faults().length > 0;
    if (isWrong || (plan.kind !== 'ready' && plan.kind !== 'planning')) {
      return NONE;
    }
    const [of, text] = plan.kind === 'ready' ? [plan.plan, plan.text] : [plan.last, null];
    return of ? this.placed(of, text, this.state) : NONE;
  }

  private get state(): PanelState {
    return this.store.state;
  }
}
