import { Router } from 'express';
import * as v from 'valibot';
import { sentence } from '../../schema/messages';
import { object } from '../../schema/shapes';
import type { ExportsReply } from '../../schema/wire';
import { exportNamed, exportFormats } from '../exports';
import { makePayload } from '../images/payload';
import { makeNotebookSheet, SHEET_PIXELS_MAX } from '../images/sheet';
import { inTurns } from '../jobs/in-turns';
import type { Service } from '../service/service';
import { language, readQuery, wholeText } from './read';

const ExportQuery = object({
  format: v.optional(v.string(), 'png'),
  pixels_max: v.optional(wholeText(1, SHEET_PIXELS_MAX))
});

/** A job as things to keep: the notebook's payload and its sheet, and what there is to export. */
export function exportRoutes({ jobService, presenter, files, thumbnails }: Service): Router {
  const router = Router();
  router.get('/v1/exports', (req, res) => {
    res.json({
      exports: exportFormats.map(({ format, mediaType, title }) => ({
        format,
        media_type: mediaType,
        title: sentence(title, {}, language(req)).message
      }))
    } satisfies ExportsReply);
  });
  router.get('/v1/jobs/:id/payload', async (req, res) => {
    const job = await inTurns(presenter.job(jobService.job(req.params.id), language(req)));
    res.json(await makePayload(job, (hash, bytesMax) => thumbnails.get(hash, bytesMax)));
  });
  // What stands beside the payload, for viewers that don't know it.
  router.get('/v1/jobs/:id/payload.png', async (req, res) => {
    const job = await inTurns(presenter.job(jobService.job(req.params.id), language(req)));
    res.type('png').send(await makeNotebookSheet(job, hash => files.get(hash), language(req)));
  });
  router.get('/v1/jobs/:id/export', async (req, res) => {
    const query = readQuery(ExportQuery, req);
    const { format, mediaType, make } = exportNamed(query.format);
    const job = await inTurns(presenter.job(jobService.job(req.params.id), language(req)));
    const bytes = await make(job, {
      picture: hash => files.get(hash),
      language: language(req),
      pixelsMax: query.pixels_max
    });
    res.set({
      'Content-Type': mediaType,
      'Content-Disposition': `inline; filename="sweep-${job.id}.${format}"`,
      'X-Content-Type-Options': 'nosniff'
    });
    res.send(bytes);
  });
  return router;
}
