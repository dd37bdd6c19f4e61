import { Router } from 'express';
import type { Language } from '../../schema/catalogue';
import type { FaultData } from '../../schema/fault';
import { analysePrompt, type PromptAnalysis, type PromptFault } from '../../language/prompt';
import { promptTokenizer } from '../../engine/worker';
import {
  AnalyseRequest,
  CompleteRequest,
  type AnalyseReply,
  type AnalysedPrompt,
  type CompleteReply,
  type PromptRemark
} from '../../schema/wire';
import { offersAt } from '../../language/cell/editor';
import type { Planner, Sampling } from '../jobs/planner';
import { present } from '../jobs/present';
import type { ModelRegistry } from '../models/registry';
import { planRemarks, type PlanRemarks } from '../jobs/prompt-plan-remarks';
import { language as languageIn, readBody } from './read';

/** What prompts and cells mean, while they are written. */
export function promptRoutes(
  registry: ModelRegistry,
  { samplers, schedulers }: Sampling,
  planner: Planner
): Router {
  const router = Router();
  router.post('/v1/prompts/analyse', async (req, res) => {
    const request = readBody(AnalyseRequest, req);
    const { text, negative, model, sampler, steps = 20, ...options } = request;
    await registry.list();
    const name = model ?? registry.defaultModel();
    const checkpoint = name === null ? undefined : registry.find(name, 'checkpoint');
    const [planned, plannedNegative] = await planRemarks(request, planner);
    const order = samplers.find(each => each.name === sampler)?.order ?? 1;
    const common = {
      ...options,
      written: true,
      // A1111 counts the network's calls.
      steps: options.strict ? steps : steps * order,
      tokenizer: promptTokenizer(checkpoint?.inspection.tokenizer) ?? undefined,
      loras: registry.named('lora'),
      embeddings: registry.named('embedding')
    };
    const language = languageIn(req);
    res.json({
      prompt: analysed(analysePrompt(text, common), planned, language),
      negative_prompt: analysed(
        analysePrompt(negative ?? '', { ...common, side: 'negative' }),
        plannedNegative,
        language
      )
    } satisfies AnalyseReply);
  });
  router.post('/v1/cells/complete', async (req, res) => {
    const { text, caret } = readBody(CompleteRequest, req);
    const models = (await registry.list()).map(({ entry }) => entry);
    const found = offersAt(text, caret, { models, samplers, schedulers });
    res.json({
      start: found?.start ?? caret,
      offers: found?.offers.map(({ kind, insert }) => ({ kind, insert })) ?? []
    } satisfies CompleteReply);
  });
  return router;
}

function analysed(
  { warnings, errors, ...rest }: PromptAnalysis,
  planned: PlanRemarks,
  language: Language
): AnalysedPrompt {
  const remark = ({ at, length, ...each }: FaultData & { at: number; length: number }): PromptRemark => ({
    ...present(each, language),
    at,
    length
  });
  const known = [...warnings, ...errors];
  // The analysis tells its own by finer places.
  const isNew = ({ code, at, length }: PromptFault): boolean =>
    known.every(each => each.code !== code || at >= each.at + each.length || each.at >= at + length);
  const joined = (own: readonly PromptFault[], told: readonly PromptFault[]): PromptRemark[] =>
    [...own, ...told.filter(isNew)].sort((a, b) => a.at - b.at).map(remark);
  return {
    ...rest,
    warnings: joined(warnings, planned.warnings),
    errors: joined(errors, planned.errors)
  };
}
