/**
 * What the engine would refuse of a sweep because of what its files are, told before anything runs and where it was written: files that
 * don't go together, and what a checkpoint's networks can't be asked. What its pipeline refuses is told by the shadow run.
 */
import { analysePrompt, readTags, weightyTags } from '../../language/prompt';
import { isCareAlone } from '../../schema/care';
import { withDefaults } from '../../schema/catalogue';
import { Fault, type FaultData } from '../../schema/fault';
import { isLatentUpscaler } from '../../schema/upscalers';
import type { CellParams } from '../../schema/wire';
import { embeddingsIn, isIncomplete } from '../models/embedding-words';
import type { Model } from '../models/model';
import type { ModelRegistry } from '../models/registry';
import { type InSlices, type PlacedSweep, drawnSize, mapped, type Misplaced } from '../sweep';
import { inTurns } from './in-turns';

/** What is wrong with a cell, and what places it. */
type Refusal = { fault: FaultData; misplaced: Misplaced };
type Check = (params: CellParams, model: Model, registry: ModelRegistry) => Refusal | null;

/** Remarks on what of the files of a sweep is left out. Throws Fault with its place for the first cell that could not be drawn. */
export async function checkCells(expanded: PlacedSweep, registry: ModelRegistry): Promise<FaultData[]> {
  const remarks = new Map<string, FaultData>();
  for (const params of await inTurns(distinct(expanded.cells.map(each => each.params)))) {
    if (isCareAlone(params)) {
      continue;
    }
    const model = registry.usable(params.model);
    model.remarks.forEach(fault =>
      remarks.set(JSON.stringify(fault), { ...fault, where: expanded.placeOf({ params: ['model'] }) })
    );
    const refusal =
      CHECKS.map(check => check(params, model, registry)).find(each => each !== null) ??
      (await checkPairs(params, model, registry, remarks, expanded));
    if (refusal) {
      throw placed(refusal, expanded);
    }
    [...misfitsOf(params, registry), ...unusableOf(params, registry)].forEach(({ fault, misplaced }) =>
      remarks.set(JSON.stringify(fault), { ...fault, where: expanded.placeOf(misplaced) })
    );
  }
  return [...remarks.values()];
}

/** A fault that the shadow run of a cell met, with its place. */
export function pipelineFault(fault: FaultData, params: CellParams, expanded: PlacedSweep): Fault {
  return placed({ fault, misplaced: placesOf(fault, params) }, expanded);
}

function placed({ fault: { code, facts }, misplaced }: Refusal, { placeOf }: PlacedSweep): Fault {
  return new Fault(code, facts, placeOf(misplaced));
}

/** Cells that differ in more than their seeds. */
function* distinct(cells: readonly CellParams[]): InSlices<CellParams[]> {
  const names = yield* mapped(cells, cell => JSON.stringify({ ...cell, seed: 0, subseed: 0 }));
  return [...new Map(cells.map((cell, k) => [names[k], cell])).values()];
}

const CHECKS: readonly Check[] = [
  noVae,
  clipSkipBeyondLayers,
  intoFinishedGraph,
  pictureWithoutEncoder,
  otherThanItsSize,
  embeddingsRefused
];

function noVae({ vae }: CellParams, { inspection, entry }: Model): Refusal | null {
  const facts = { file: entry.name, reason: 'no_vae' };
  return !vae && inspection.missing_parts?.includes('vae')
    ? { fault: { code: 'model_incomplete', facts }, misplaced: { values: { vae: null }, params: ['model'] } }
    : null;
}

function clipSkipBeyondLayers(params: CellParams, model: Model, registry: ModelRegistry): Refusal | null {
  const { clip_skip: value } = withDefaults(params);
  const most = networksOf(params, model, registry).map(({ limits }) => limits.clipSkipMax);
  const max = Math.min(...most);
  const facts = { param: 'clip_skip', value, integer: 1, min: 1, max };
  return value > max
    ? { fault: { code: 'out_of_range', facts }, misplaced: { params: ['clip_skip'] } }
    : null;
}

function intoFinishedGraph(params: CellParams, model: Model, registry: ModelRegistry): Refusal | null {
  const { vae, tiling } = withDefaults(params);
  const [tag] = params.prompt.includes('<') ? weightyTags(readTags(params.prompt).loras) : [];
  if (model.inspection.networks?.limits.fixed) {
    if (tag) {
      return fixedGraph(model, 'LoRA', { piece: pieceOf('prompt', params, tag) });
    }
    if (vae !== null) {
      return fixedGraph(model, 'VAE', { params: ['vae'] });
    }
  }
  for (const each of checkpointsOf(params, model, registry)) {
    if (tiling && each.inspection.networks?.limits.fixed) {
      return fixedGraph(each, 'tiling', { params: ['tiling'] });
    }
  }
  return null;
}

function fixedGraph({ entry }: Model, value: string, misplaced: Misplaced): Refusal {
  const facts = { file: entry.name, reason: 'onnx_fixed', value };
  return { fault: { code: 'model_unsupported', facts }, misplaced };
}

function pictureWithoutEncoder(params: CellParams, { inspection, entry }: Model): Refusal | null {
  const { init_image: picture, enable_hr: hires, hr_upscaler: upscaler } = withDefaults(params);
  const encodes = picture !== null || entry.task !== 'plain' || (hires && !isLatentUpscaler(upscaler));
  if (!encodes || inspection.networks?.limits.encodes !== false) {
    return null;
  }
  const facts = { file: entry.name, reason: 'file_missing', missing: 'vae_encoder/model.onnx' };
  const about = picture !== null ? 'init_image' : hires ? 'hr_upscaler' : 'model';
  return { fault: { code: 'model_incomplete', facts }, misplaced: { params: [about, 'enable_hr', 'model'] } };
}

function otherThanItsSize(params: CellParams, { inspection, entry }: Model): Refusal | null {
  const { width = null, height = null } = inspection.networks?.limits ?? {};
  const wrong = [params, drawnSize(params)].find(
    size => (width !== null && size.width !== width) || (height !== null && size.height !== height)
  );
  if (!wrong) {
    return null;
  }
  const facts = {
    ...{ file: entry.name, reason: 'onnx_fixed_size', value: 'UNet' },
    found: `${wrong.width}x${wrong.height}`,
    expected: `${width ?? '?'}x${height ?? '?'}`
  };
  const about = wrong === params ? ['width', 'height', 'model'] : ['hr_scale', 'enable_hr', 'model'];
  return { fault: { code: 'model_unsupported', facts }, misplaced: { params: about } };
}

function embeddingsRefused(params: CellParams, model: Model, registry: ModelRegistry): Refusal | null {
  const { words, unusable, refused } = embeddingsIn(params, registry);
  if (refused) {
    return { fault: refused.fault, misplaced: placesOf(refused.fault, params) };
  }
  const copied = unusable.find(isIncomplete);
  if (copied) {
    return { fault: copied.files[0].problem!, misplaced: wordIn(params, copied.name) };
  }
  const unclear = words.find(({ files }) => files.length > 1);
  if (unclear) {
    const candidates = unclear.files.map(({ entry }) => entry.name);
    const facts = { name: unclear.name, kind: 'embedding', candidates };
    return { fault: { code: 'name_ambiguous', facts }, misplaced: wordIn(params, unclear.name) };
  }
  const fixed = checkpointsOf(params, model, registry).find(
    ({ inspection }) => inspection.networks?.limits.fixed
  );
  return words.length > 0 && fixed ? fixedGraph(fixed, 'embedding', wordIn(params, words[0].name)) : null;
}

/** Whether the LoRAs and the VAE of a cell go with its checkpoint, as the engine finds by their headers. */
async function checkPairs(
  params: CellParams,
  model: Model,
  registry: ModelRegistry,
  remarks: Map<string, FaultData>,
  { placeOf }: PlacedSweep
): Promise<Refusal | null> {
  const tags = params.prompt.includes('<') ? weightyTags(readTags(params.prompt).loras) : [];
  const pairs: { file: Model; misplaced: Misplaced }[] = tags.map(tag => ({
    file: registry.usable(tag.name, 'lora'),
    misplaced: { piece: pieceOf('prompt', params, tag) }
  }));
  if (params.vae) {
    pairs.push({ file: registry.usable(params.vae, 'vae'), misplaced: { params: ['vae'] } });
  }
  for (const { file, misplaced } of pairs) {
    const { problem, warnings = [] } = await registry.beside(file, model);
    if (problem) {
      return { fault: problem, misplaced };
    }
    warnings.forEach(fault => remarks.set(JSON.stringify(fault), { ...fault, where: placeOf(misplaced) }));
  }
  return null;
}

/** Embeddings of another width than the networks', whose names are words. */
function misfitsOf(params: CellParams, registry: ModelRegistry): Refusal[] {
  const expected = registry.usable(params.model).inspection.networks?.context_dim ?? '?';
  return embeddingsIn(params, registry).misfits.map(({ name, files: [{ inspection }] }) => {
    const found = inspection.vectors?.widths.join(' + ') ?? '?';
    const misplaced = wordIn(params, name);
    const facts = { name: writtenAs(name, misplaced), found, expected };
    return { fault: { code: 'embedding_misfit', facts }, misplaced };
  });
}

/** Names that files in the folders of embeddings have that can't be used as such. */
function unusableOf(params: CellParams, registry: ModelRegistry): Refusal[] {
  return embeddingsIn(params, registry).unusable.map(({ name: own, files: [{ problem, entry }] }) => {
    const misplaced = wordIn(params, own);
    const name = writtenAs(own, misplaced);
    const fault: FaultData = problem
      ? { code: 'embedding_unusable', facts: { name, fault: problem } }
      : { code: 'embedding_other_kind', facts: { name, kind: entry.kind } };
    return { fault, misplaced };
  });
}

/** The checkpoints that denoise: the cell's own, and its refiner where it takes part. */
function checkpointsOf(params: CellParams, model: Model, registry: ModelRegistry): Model[] {
  const { refiner, refiner_switch_at: share } = withDefaults(params);
  return refiner !== null && share < 1 ? [model, registry.usable(refiner)] : [model];
}

function networksOf(
  params: CellParams,
  model: Model,
  registry: ModelRegistry
): NonNullable<Model['inspection']['networks']>[] {
  return checkpointsOf(params, model, registry).flatMap(({ inspection }) => inspection.networks ?? []);
}

const SIDES = ['prompt', 'negative_prompt'] as const;

const pieceOf = (
  name: (typeof SIDES)[number],
  params: CellParams,
  { at, length }: { at: number; length: number }
): Misplaced['piece'] => ({ name, text: params[name], at, length });

/** Where an embedding's name stands in the prompts of a cell, in whatever case: by itself rather than within another word. */
function wordIn(params: CellParams, name: string): Misplaced {
  const letters = [...name].filter(char => char.trim() !== '').map(escaped);
  const loose = letters.join(String.raw`\s*\\?`);
  const alone = `(?<![\\p{L}\\p{N}_])${loose}(?![\\p{L}\\p{N}_])`;
  for (const pattern of [alone, loose]) {
    for (const side of SIDES) {
      const found = new RegExp(pattern, 'iu').exec(params[side]);
      if (found) {
        return { piece: pieceOf(side, params, { at: found.index, length: found[0].length }) };
      }
    }
  }
  return { params: SIDES };
}

const escaped = (char: string): string => char.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');

function writtenAs(name: string, { piece }: Misplaced): string {
  return piece ? piece.text.slice(piece.at, piece.at + piece.length) : name;
}

/** Parameters that a fault of the schedule may be due to. */
const SCHEDULE = ['scheduler', 'sampler', 'steps', 'flavour', 'model'];

/** What places a fault that has no place of its own: the piece of a prompt, or the parameter that it names. */
function placesOf({ code, facts }: FaultData, params: CellParams): Misplaced {
  const { prompt, negative_prompt: negative } = params;
  const { emphasis, dialect, strict, steps } = withDefaults(params);
  for (const name of SIDES) {
    const text = params[name];
    const { errors } = analysePrompt(text, { emphasis, dialect, strict, steps });
    const found = errors.find(each => each.code === code);
    if (found) {
      return { piece: pieceOf(name, params, found) };
    }
  }
  if (code === 'embedding_too_long') {
    return wordIn(params, String(facts.name));
  }
  if (code === 'too_many_chunks' || code === 'prompt_too_long') {
    return { params: prompt.length >= negative.length ? ['prompt'] : ['negative_prompt', 'prompt'] };
  }
  return { params: [...(facts.param === undefined ? [] : [String(facts.param)]), ...SCHEDULE] };
}
