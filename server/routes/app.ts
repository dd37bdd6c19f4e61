import express, { type Express } from 'express';
import { Fault } from '../../schema/fault';
import type { Service } from '../service/service';
import { refuseForeignOrigin, requireHost, requireToken } from './auth';
import { catalogueRoutes } from './catalogue';
import { diagnosticsRoutes } from './diagnostics';
import { eventRoutes } from './events';
import { exportRoutes } from './export';
import { healthRoutes, liveRoute } from './health';
import { imageRoutes } from './images';
import { jobRoutes } from './jobs';
import { logErrors, logRequests } from './log-requests';
import { promptRoutes } from './prompts';
import { readsJson } from './read-json';
import { steerRoutes } from './steer';
import { replyError, replyNotFound } from './reply-error';

/** Bytes of the largest JSON body: a text of a million characters, each up to four bytes, and its escapes. */
const BODY_MAX = '6mb';

export type AppOptions = {
  service: Service;
  token: string;
  /** Host names served on a TCP port beside the loopback ones; null on a Unix socket, where the name means nothing. */
  hosts: readonly string[] | null;
};

/** The routes of the service. Everything but `/health/live` needs the token, and waits until the service has started. */
export function makeApp({ service, token, hosts }: AppOptions): Express {
  const { registry, sampling, planner, jobService, steering, jobs, cells, presenter, hub, log } = service;
  const app = express();
  app.disable('x-powered-by').disable('etag');
  app.use(logRequests(log));
  app.use((_req, res, next) => {
    res.set({ 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' });
    next();
  });
  if (hosts) {
    app.use(requireHost(hosts));
  }
  app.use(liveRoute());
  app.use(requireToken(token), refuseForeignOrigin, ...readsJson(BODY_MAX));
  app.use((_req, res, next) => {
    if (!service.started) {
      res.set('Retry-After', '1');
      throw new Fault('service_starting', {});
    }
    next();
  });
  app.use(healthRoutes(presenter, service.metrics));
  app.use(catalogueRoutes(registry, sampling));
  app.use(promptRoutes(registry, sampling, planner));
  app.use(jobRoutes({ planner, service: jobService, steering, jobs, presenter }));
  app.use(steerRoutes(steering, presenter));
  app.use(eventRoutes({ hub, service: jobService, jobs, cells, presenter }));
  app.use(imageRoutes(service));
  app.use(exportRoutes(service));
  app.use(diagnosticsRoutes(service.report, token));
  app.use(replyNotFound(app), logErrors(log), replyError);
  return app;
}
