import { Router } from 'express';
import type { Language } from '../../schema/catalogue';
import type { FaultData } from '../../schema/fault';
import { analysePrompt, type PromptAnalysis } from '../../language/prompt';
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
import type { Sampling } from '../jobs/planner';
import { present } from '../jobs/present';
import type { ModelRegistry } from '../models/registry';
import { language as languageIn, readBody } from './read';

/** What prompts and cells mean, while they are written. */
export function promptRoutes(registry: ModelRegistry, { samplers, schedulers }: Sampling): Router {
  const router = Router();
  router.post('/v1/prompts/analyse', async (req, res) => {
    const { text, negative, model, sampler, steps = 20, ...options } = readBody(AnalyseRequest, req);
    await registry.list();
    const name = model ?? registry.defaultModel();
    const checkpoint = name === null ? undefined : registry.find(name, 'checkpoint');
    const order = samplers.find(each => each.name === sampler)?.order ?? 1;
    const common = {
      ...options,
      written: true,
      // A1111 counts the network's calls.
      steps: options.strict ? steps : steps * order,
      tokenizer: promptTokenizer(checkpoint?.inspection.tokenizer) ?? undefined,
      loras: registry
        .ofKind('lora')
        .flatMap(({ entry: { name, path, aliases = [] } }) => [name, ...aliases, path]),
      embeddings: registry.ofKind('embedding').map(({ entry }) => entry.name)
    };
    const language = languageIn(req);
    res.json({
      prompt: analysed(analysePrompt(text, common), language),
      negative_prompt: analysed(analysePrompt(negative ?? '', { ...common, side: 'negative' }), language)
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

function analysed({ warnings, errors, ...rest }: PromptAnalysis, language: Language): AnalysedPrompt {
  const remark = ({ at, length, ...each }: FaultData & { at: number; length: number }): PromptRemark => ({
    ...present(each, language),
    at,
    length
  });
  return { ...rest, warnings: warnings.map(remark), errors: errors.map(remark) };
}
