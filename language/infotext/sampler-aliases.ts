/** What other programs call the samplers, in A1111's words: a name, or a combined one with its schedule. */
import { folded, type Named, namesOf } from '../names/find-named';
import { own } from '../../schema/own';

/**
 * ComfyUI's and k-diffusion's ids need no line where a sampler's alias or its name differs from them in case, blanks and `k_` alone.
 * InvokeAI's `_k` is the Karras schedule; SD.Next and Draw Things have A1111's names and some of their own.
 */
const NAMES: Readonly<Record<string, string>> = {
  euler_ancestral: 'Euler a',
  eulerancestral: 'Euler a',
  euler_k: 'Euler Karras',
  heun_k: 'Heun Karras',
  lms_k: 'LMS Karras',
  dpm_2: 'DPM2',
  dpm_2_ancestral: 'DPM2 a',
  dpm2_ancestral: 'DPM2 a',
  kdpm_2: 'DPM2',
  kdpm_2_k: 'DPM2 Karras',
  kdpm_2_a: 'DPM2 a',
  kdpm_2_a_k: 'DPM2 a Karras',
  k_dpmpp_2: 'DPM++ 2M',
  k_dpmpp_2_a: 'DPM++ 2S a',
  dpmpp_2s_ancestral: 'DPM++ 2S a',
  dpmpp_2s_a: 'DPM++ 2S a',
  dpmpp_2s: 'DPM++ 2S',
  dpmpp_2s_k: 'DPM++ 2S Karras',
  dpmpp_2m: 'DPM++ 2M',
  dpmpp_2m_k: 'DPM++ 2M Karras',
  dpmpp_2m_sde: 'DPM++ 2M SDE',
  dpmpp_2m_sde_k: 'DPM++ 2M SDE Karras',
  dpmpp_2m_sde_gpu: 'DPM++ 2M SDE',
  dpmpp_3m: 'DPM++ 3M',
  dpmpp_3m_k: 'DPM++ 3M Karras',
  dpmpp_3m_sde: 'DPM++ 3M SDE',
  dpmpp_3m_sde_gpu: 'DPM++ 3M SDE',
  dpmpp_sde: 'DPM++ SDE',
  dpmpp_sde_k: 'DPM++ SDE Karras',
  dpmpp_sde_gpu: 'DPM++ SDE',
  dpm_fast: 'DPM fast',
  dpm_adaptive: 'DPM adaptive',
  k_dpm_adaptive: 'DPM adaptive',
  uni_pc: 'UniPC',
  uni_pc_bh2: 'UniPC',
  unipc_k: 'UniPC Karras',
  deis_k: 'DEIS Karras',
  dpm_solver: 'DPM++ 2M',
  'Euler A Trailing': 'Euler a SGM Uniform',
  'DPM++ 2M Trailing': 'DPM++ 2M SGM Uniform',
  'DPM++ SDE Trailing': 'DPM++ SDE SGM Uniform',
  'Euler A AYS': 'Euler a Align Your Steps',
  'DPM++ 2M AYS': 'DPM++ 2M Align Your Steps',
  'DPM++ SDE AYS': 'DPM++ SDE Align Your Steps',
  'DPM Solver++': 'DPM++ 2M'
};

const byFoldedName = new Map(Object.entries(NAMES).map(([name, own]) => [folded(name), own]));

/** ComfyUI's and forks' word for where the noise of SDE is made. */
const ON_GPU = /(?<=sde)[\s_-]*gpu(?![a-z])/i;

/**
 * The sampler that a program means, in A1111's words where they are known; a class of diffusers by its bare name. One of these
 * `schedules` may stand behind it.
 */
export function ownSamplerName(written: string, schedules: readonly Named[] = []): string {
  const bare = written
    .trim()
    .replace(/^.*\.(?=\w+$)/, '')
    .replace(ON_GPU, '');
  const key = folded(bare);
  const found = nameOf(key);
  if (found !== undefined) {
    return found;
  }
  for (const { name, label = name, ...others } of schedules) {
    for (const suffix of namesOf({ name, label, ...others }).map(folded)) {
      const sampler = key.endsWith(suffix) ? nameOf(key.slice(0, -suffix.length)) : undefined;
      if (sampler !== undefined) {
        return `${sampler} ${label}`;
      }
    }
  }
  return bare;
}

function nameOf(key: string): string | undefined {
  return byFoldedName.get(key) ?? byFoldedName.get(key.replace(/^k(?=euler|heun|lms|dpm)/, ''));
}

const SCHEDULES: Readonly<Record<string, string>> = {
  native: 'Automatic',
  default: 'Automatic',
  discrete: 'Normal',
  sgmuniform: 'SGM Uniform',
  ddimuniform: 'DDIM'
};

/** The same of a schedule. */
export function ownScheduleName(written: string): string {
  return own(SCHEDULES, folded(written)) ?? written.trim();
}
