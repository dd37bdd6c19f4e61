import type { IncomingMessage } from 'node:http';
import { type Request, Router, raw } from 'express';
import * as v from 'valibot';
import type { Language } from '../../schema/catalogue';
import { UPLOAD_MAX_MB } from '../../schema/limits';
import { object } from '../../schema/shapes';
import type { PictureSettingsReply, UploadReply } from '../../schema/wire';
import { type PictureFormat, recipeOf, renderPicture } from '../images/encode';
import { readPictureSettings, readTextSettings } from '../images/picture-text';
import { refuseEncoded } from '../images/picture-format';
import { withMark } from '../images/marked-picture';
import { readUpload } from '../images/upload';
import { present } from '../jobs/present';
import type { Service } from '../service/service';
import type { PictureFiles } from '../store/picture-files';
import { language, wholeText, readQuery } from './read';
import { Fault } from '../../schema/fault';

const PictureQuery = object({
  format: v.optional(v.picklist(['png', 'webp', 'jpeg']), 'png'),
  max: v.optional(wholeText(16, 8192)),
  /** With what people said of it inside: a PNG as it was drawn can hold that. */
  marks: v.optional(v.picklist(['yes', 'no']), 'no')
});
/** Bytes of the largest file that is read as a picture. */
const UPLOAD_MAX = `${UPLOAD_MAX_MB}mb`;
const HASH = /^[0-9a-f]{64}$/;
const TYPES: Record<PictureFormat, string> = { png: 'image/png', webp: 'image/webp', jpeg: 'image/jpeg' };

/** Pictures by the hash of their bytes: what a name says never changes, so it may be kept for ever. */
export function imageRoutes(service: Pick<Service, 'files' | 'pictures' | 'planner'>): Router {
  const { files, pictures, planner } = service;
  const router = Router();
  const bytes = raw({ type: req => isRaw(req) || isText(req), limit: UPLOAD_MAX });
  router.post('/v1/images', bytes, async (req, res) => {
    if (isText(req)) {
      const text = bytesOf(req);
      refuseEncoded(text);
      throw new Fault('picture_format', { found: text.length > 0 ? 'text' : '0 B' });
    }
    const { png, width, height, infotext } = await readUpload(bytesOf(req));
    const image = await files.put(png);
    pictures.putUpload({ sha256: image, width, height, sizeBytes: png.length }, new Date().toISOString());
    res
      .status(201)
      .json({ image, width, height, ...(infotext === null ? {} : { infotext }) } satisfies UploadReply);
  });
  router.post('/v1/images/settings', bytes, async (req, res) => {
    if (isText(req)) {
      res.json(await textSettings(bytesOf(req), planner, language(req)));
      return;
    }
    const { text, parts, writer, remarks, unread, pictures: given } = await readPictureSettings(bytesOf(req));
    const read = text === null ? { settings: {}, remarks: [] } : await planner.settingsOf(text, { parts });
    // Our own recipe knows which pictures it began with.
    const begun = Object.entries(given).filter(([, hash]) => pictures.has(hash));
    res.json({
      infotext: text,
      writer,
      settings: { ...read.settings, ...Object.fromEntries(begun) },
      remarks: [...remarks, ...read.remarks].map(each => present(each, language(req))),
      unread
    } satisfies PictureSettingsReply);
  });
  router.get('/v1/images/:sha256', async (req, res) => {
    const { format, max, marks } = readQuery(PictureQuery, req);
    const rendered = await renderPicture(await read(files, req.params.sha256), format, max ?? null);
    const marked = marks === 'yes' && format === 'png' && max === undefined;
    const picture = marked ? withMark(rendered, pictures.markOfImage(req.params.sha256)) : rendered;
    res.set({
      'Content-Type': TYPES[format],
      'Cache-Control': marked ? 'no-store' : 'private, max-age=31536000, immutable',
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': "sandbox; default-src 'none'"
    });
    res.send(picture);
  });
  router.get('/v1/images/:sha256/recipe', async (req, res) => {
    const recipe = recipeOf(await read(files, req.params.sha256));
    if (!recipe) {
      throw new Fault('not_found', { kind: 'recipe' });
    }
    res.json(recipe);
  });
  return router;
}

/** The picture of a request: what is no raw body, or none at all, is none. */
function bytesOf(req: Request): Buffer {
  if (!Buffer.isBuffer(req.body)) {
    const found = isRaw(req) || isText(req) ? '0 B' : req.headers['content-type'] || 'untyped';
    throw new Fault('picture_format', { found });
  }
  return req.body;
}

/** Pictures come as they are: a body of JSON or of a form is none, and what a raw one is, is seen by its content. */
function isRaw({ headers }: IncomingMessage): boolean {
  return /^(image\/|application\/octet-stream)/i.test(headers['content-type'] ?? '');
}

function isText({ headers }: IncomingMessage): boolean {
  return /^text\/plain\b/i.test(headers['content-type'] ?? '');
}

/** What a text sets here; nothing where all of it is a prompt. */
async function textSettings(
  bytes: Buffer,
  planner: Service['planner'],
  readers: Language
): Promise<PictureSettingsReply> {
  refuseEncoded(bytes);
  const { text, parts, writer, remarks, known } = readTextSettings(bytes);
  const read = await planner.settingsOf(text, { drawn: known, parts });
  const holds = Object.keys(read.settings).some(name => name !== 'prompt');
  return {
    infotext: holds ? text : null,
    writer,
    settings: holds ? read.settings : {},
    remarks: holds ? [...remarks, ...read.remarks].map(each => present(each, readers)) : [],
    unread: []
  };
}

async function read(files: PictureFiles, hash: string): Promise<Buffer> {
  const png = HASH.test(hash) ? await files.get(hash) : null;
  if (!png) {
    throw new Fault('not_found', { kind: 'picture' });
  }
  return png;
}
