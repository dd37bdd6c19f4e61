import { Router } from 'express';
import { z } from 'zod';
import { ServiceError } from '../errors';
import { type PictureFormat, recipeOf, renderPicture } from '../images/encode';
import type { PictureFiles } from '../store/picture-files';
import { readQuery } from './read';

const PictureQuery = z.object({
  format: z.enum(['png', 'webp', 'jpeg']).default('png'),
  max: z.coerce.number().int().min(16).max(8192).optional()
});
const HASH = /^[0-9a-f]{64}$/;
const TYPES: Record<PictureFormat, string> = { png: 'image/png', webp: 'image/webp', jpeg: 'image/jpeg' };

/** Pictures by the hash of their bytes: what a name says never changes, so it may be kept for ever. */
export function imageRoutes(files: PictureFiles): Router {
  const router = Router();
  router.get('/v1/images/:sha256', async (req, res) => {
    const { format, max } = readQuery(PictureQuery, req);
    const picture = await renderPicture(await read(files, req.params.sha256), format, max ?? null);
    res.set({
      'Content-Type': TYPES[format],
      'Cache-Control': 'private, max-age=31536000, immutable',
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': "sandbox; default-src 'none'"
    });
    res.send(picture);
  });
  router.get('/v1/images/:sha256/recipe', async (req, res) => {
    const recipe = recipeOf(await read(files, req.params.sha256));
    if (!recipe) {
      throw new ServiceError(404, 'not_found', { what: 'recipe in this picture' });
    }
    res.json(recipe);
  });
  return router;
}

async function read(files: PictureFiles, hash: string): Promise<Buffer> {
  const png = HASH.test(hash) ? await files.get(hash) : null;
  if (!png) {
    throw new ServiceError(404, 'not_found', { what: 'such picture' });
  }
  return png;
}
