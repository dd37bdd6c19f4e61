import type { IncomingMessage } from 'node:http';
import { Router, raw } from 'express';
import * as v from 'valibot';
import { object } from '../../schema/shapes';
import type { UploadReply } from '../../schema/wire';
import { type PictureFormat, recipeOf, renderPicture } from '../images/encode';
import { readUpload } from '../images/upload';
import type { Service } from '../service/service';
import type { PictureFiles } from '../store/picture-files';
import { wholeText, readQuery } from './read';
import { Fault } from '../../schema/fault';

const PictureQuery = object({
  format: v.optional(v.picklist(['png', 'webp', 'jpeg']), 'png'),
  max: v.optional(wholeText(16, 8192))
});
/** Bytes of the largest file that is read as a picture. */
const UPLOAD_MAX = '40mb';
const HASH = /^[0-9a-f]{64}$/;
const TYPES: Record<PictureFormat, string> = { png: 'image/png', webp: 'image/webp', jpeg: 'image/jpeg' };

/** Pictures by the hash of their bytes: what a name says never changes, so it may be kept for ever. */
export function imageRoutes({ files, pictures }: Pick<Service, 'files' | 'pictures'>): Router {
  const router = Router();
  router.post('/v1/images', raw({ type: isRaw, limit: UPLOAD_MAX }), async (req, res) => {
    if (!Buffer.isBuffer(req.body)) {
      throw new Fault('picture_format', {
        found: isRaw(req) ? '0 B' : (req.headers['content-type'] ?? '0 B')
      });
    }
    const bytes: Buffer = req.body;
    const { png, width, height, infotext } = await readUpload(bytes);
    const image = await files.put(png);
    pictures.putUpload({ sha256: image, width, height, sizeBytes: png.length }, new Date().toISOString());
    res
      .status(201)
      .json({ image, width, height, ...(infotext === null ? {} : { infotext }) } satisfies UploadReply);
  });
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
      throw new Fault('not_found', { what: 'recipe in this picture' });
    }
    res.json(recipe);
  });
  return router;
}

/** Pictures come as they are: a body of JSON or of a form is none, and what a raw one is, is seen by its content. */
function isRaw({ headers }: IncomingMessage): boolean {
  return /^(image\/|application\/octet-stream)/i.test(headers['content-type'] ?? '');
}

async function read(files: PictureFiles, hash: string): Promise<Buffer> {
  const png = HASH.test(hash) ? await files.get(hash) : null;
  if (!png) {
    throw new Fault('not_found', { what: 'such picture' });
  }
  return png;
}
