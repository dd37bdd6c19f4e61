import { Router } from 'express';
import { z } from 'zod';
import { makePayload } from '../images/payload';
import { makeSheet } from '../images/sheet';
import type { Service } from '../service/service';
import { language, readQuery } from './read';

const ExportQuery = z.object({ format: z.enum(['png']).default('png') });

/** A job as things to keep: the notebook's payload, the contact sheet. */
export function exportRoutes({ jobService, presenter, files, thumbnails }: Service): Router {
  const router = Router();
  router.get('/v1/jobs/:id/payload', async (req, res) => {
    const job = presenter.job(jobService.job(req.params.id), language(req));
    res.json(await makePayload(job, (hash, bytesMax) => thumbnails.get(hash, bytesMax)));
  });
  router.get('/v1/jobs/:id/export', async (req, res) => {
    readQuery(ExportQuery, req);
    const job = presenter.job(jobService.job(req.params.id), language(req));
    const sheet = await makeSheet(job, hash => files.get(hash), language(req));
    res.set({
      'Content-Type': 'image/png',
      'Content-Disposition': `inline; filename="sweep-${job.id}.png"`,
      'X-Content-Type-Options': 'nosniff'
    });
    res.send(sheet);
  });
  return router;
}
