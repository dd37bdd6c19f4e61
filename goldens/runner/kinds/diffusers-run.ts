/** A run of a diffusers scheduler as the goldens store it: named by class and arguments, its noise and draws from one generator. */
import { openNoise } from '../../../engine/random';
import type { ImageNoise, LatentShape } from '../../../engine/random';
import { planDiffusers, startSampling } from '../../../engine/sampling';
import type { SamplingSettings, SchedulerConfig } from '../../../engine/sampling';
import type { Tensor } from '../../../engine/testing/read-tensors';
import type { Ask, PredictionType, Sampling } from '../../../engine/types';
import { compareNumbers } from '../compare';
import type { Item } from '../compare';
import { floatsOf } from '../manifest';
import type { Tolerance } from '../manifest';

export type DiffusersCase = {
  id: string;
  class?: string;
  /** The scheduler's arguments; those of its `step` begin with an underscore. */
  kwargs?: SchedulerConfig & { _eta?: number };
  steps: number;
  seed: number;
  strength?: number;
  /** The tensor of the picture it starts from. */
  init_latent?: string;
};

/** Zero terminal SNR adds the last bits of a thousand square roots up. Some classes of the library store more zeros at the end than they use. */
const SIGMAS: Tolerance = { rtol: 1e-5 };

/** KDPM2Ancestral looks a timestep up by the rest of a subtraction, of which rounding leaves two digits in a run of few steps. */
const TIMESTEPS: Tolerance = { rtol: 2e-6, atol: 2e-2 };

type Tensors = ReadonlyMap<string, Tensor>;

/** A run to be driven, and the comparison of everything it did with what is stored. */
export class DiffusersRun {
  readonly sampling: Sampling;
  readonly prediction: PredictionType;
  private readonly settings: SamplingSettings;
  private readonly timesteps: number[] = [];
  private readonly latents: Float32Array[] = [];
  private readonly noise: ImageNoise;

  /** Throws what the engine refuses. */
  constructor(
    private readonly each: DiffusersCase,
    private readonly tensors: Tensors,
    className: string,
    common: SchedulerConfig = {},
    prediction: PredictionType = 'epsilon'
  ) {
    const { kwargs = {}, init_latent: given, strength = 1 } = each;
    const config = { ...common, ...kwargs };
    this.prediction = config.prediction_type ?? prediction;
    this.settings = {
      sampler: className,
      steps: each.steps,
      eta: kwargs._eta,
      flavour: 'diffusers',
      config,
      prediction: this.prediction,
      init: given ? { latent: floatsOf(tensors.get(given), given), strength } : undefined,
      onStepEnd: x => {
        this.latents.push(x);
        return x;
      }
    };
    const [, ...shape] = this.tensor('noise').shape;
    this.noise = openNoise({ rng: 'cpu', seed: each.seed }, shape as unknown as LatentShape);
    this.sampling = startSampling(this.settings, this.noise);
  }

  /** Notes an ask. */
  record({ timestep }: Ask): void {
    this.timesteps.push(timestep);
  }

  compare(tolerance: Tolerance): Item[] {
    const { schedule } = planDiffusers(this.settings);
    const { initial } = this.noise;
    const size = initial.length;
    const stored = this.values('xs');
    const bound = this.settings.sampler === 'DPMSolverSDEScheduler' ? looser(tolerance) : tolerance;
    return [
      compareNumbers('noise', initial, this.values('noise'), {}),
      compareNumbers('timesteps', this.timesteps, this.values('timesteps'), TIMESTEPS),
      ...(this.has('sigmas')
        ? [
            compareNumbers(
              'sigmas',
              schedule.sigmas,
              this.values('sigmas').slice(0, schedule.sigmas.length),
              SIGMAS
            )
          ]
        : []),
      compareNumbers('calls', [this.latents.length], [stored.length / size], {}),
      ...this.latents.map((x, k) => {
        const before = k > 0 ? stored.slice((k - 1) * size, k * size) : this.values('x_start');
        const after = stored.slice(k * size, (k + 1) * size);
        return compareNumbers(`x ${k}`, x, after, rounded(bound, before));
      })
    ];
  }

  private has(name: string): boolean {
    return this.tensors.has(`${this.each.id}/${name}`);
  }

  private tensor(name: string): Tensor {
    const tensor = this.tensors.get(`${this.each.id}/${name}`);
    if (!tensor) {
      throw new Error(`the file has no ${this.each.id}/${name}`);
    }
    return tensor;
  }

  private values(name: string): Float32Array {
    return floatsOf(this.tensor(name), name);
  }
}

/** A sigma whose last bit differs moves the Brownian path; the goldens' README allows it this much. */
const looser = (tolerance: Tolerance): Tolerance => ({
  ...tolerance,
  atol: Math.max(tolerance.atol ?? 0, 5e-2)
});

/** Two roundings of the latent a step set out from: from a sigma of 4096 down to 2 they are all that is left of its last digits. */
function rounded(tolerance: Tolerance, before: Float32Array): Tolerance {
  const largest = before.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return { ...tolerance, atol: (tolerance.atol ?? 0) + 2 ** -22 * largest };
}
