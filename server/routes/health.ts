import { Router } from 'express';
import type { Metrics } from '../service/metrics';
import type { Presenter } from '../jobs/presenter';
import { language } from './read';

/** The one route without a token: it tells that something answers, and nothing else. */
export function liveRoute(): Router {
  return Router().get('/health/live', (_req, res) => {
    res.json({ state: 'live' });
  });
}

export function healthRoutes(presenter: Presenter, metrics: Metrics): Router {
  const router = Router();
  router.get('/health/ready', (req, res) => {
    const health = presenter.health(language(req));
    res.status(health.state === 'down' ? 503 : 200).json(health);
  });
  router.get('/health/progress', (_req, res) => {
    const progress = presenter.progressOfAll();
    res.status(progress.state === 'stalled' ? 503 : 200).json(progress);
  });
  router.get('/metrics', async (_req, res) => {
    res.type(metrics.contentType).send(await metrics.text());
  });
  return router;
}
