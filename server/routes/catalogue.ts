import { Router } from 'express';
import { catalogue } from '../../schema/catalogue';
import type { ModelsReply, ParametersReply, SamplersReply, SchedulersReply } from '../../schema/wire';
import type { Sampling } from '../jobs/planner';
import { presentModel } from '../jobs/presenter';
import type { ModelRegistry } from '../models/registry';
import { language } from './read';

/** What there is to choose from. */
export function catalogueRoutes(registry: ModelRegistry, { samplers, schedulers }: Sampling): Router {
  const router = Router();
  router.get('/v1/parameters', (_req, res) => {
    res.json({ parameters: [...catalogue] } satisfies ParametersReply);
  });
  router.get('/v1/models', async (req, res) => {
    const models = await registry.list();
    res.json(
      modelsReply(
        models.map(model => presentModel(model, language(req))),
        registry
      )
    );
  });
  router.post('/v1/models/scan', async (req, res) => {
    const models = await registry.scan();
    res.json(
      modelsReply(
        models.map(model => presentModel(model, language(req))),
        registry
      )
    );
  });
  router.get('/v1/samplers', (_req, res) => {
    res.json({ samplers } satisfies SamplersReply);
  });
  router.get('/v1/schedulers', (_req, res) => {
    res.json({ schedulers } satisfies SchedulersReply);
  });
  return router;
}

function modelsReply(models: ModelsReply['models'], registry: ModelRegistry): ModelsReply {
  return { models, default_model: registry.defaultModel() };
}
