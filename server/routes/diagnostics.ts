import { Router } from 'express';
import * as v from 'valibot';
import { object } from '../../schema/shapes';
import type { Report } from '../service/report';
import { language, readQuery } from './read';

const DiagnosticsQuery = object({ prompts: v.optional(v.picklist(['0', '1']), '0') });

/** A zip for whoever looks for a fault. The token of this service stands nowhere in it. */
export function diagnosticsRoutes(report: Report, token: string): Router {
  return Router().get('/v1/diagnostics', async (req, res) => {
    const { prompts } = readQuery(DiagnosticsQuery, req);
    const zip = await report.make({ prompts: prompts === '1', language: language(req), secrets: [token] });
    res.set({
      'Content-Type': 'application/zip',
      'Content-Disposition': 'attachment; filename="jupyterlab-diffusion-report.zip"'
    });
    res.send(zip);
  });
}
