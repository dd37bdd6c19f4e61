import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { ErrorBody } from '../../schema/wire';
import { present } from '../jobs/present';
import { isDiskFull } from '../store/files';
import { language } from './read';
import { statusOf } from './status';
import { Fault } from '../../schema/fault';

/** Every error of every route, as data with its sentence. What is not ours says no more than that it happened. */
export const replyError: ErrorRequestHandler = (error: unknown, req, res, next) => {
  if (res.headersSent) {
    next(error);
    return;
  }
  const fault = toFault(error);
  res.status(statusOf(fault.code)).json({ error: present(fault, language(req)) } satisfies ErrorBody);
};

export const replyNotFound: RequestHandler = req => {
  throw new Fault('not_found', { what: `route ${req.method} ${req.path}` });
};

/** Any error of a route as one of ours. Errors of Express's own parts (body parser, path decoding) carry a status and a type. */
export function toFault(error: unknown): Fault {
  if (error instanceof Fault) {
    return error;
  }
  if (isDiskFull(error)) {
    return new Fault('disk_full');
  }
  const { status, type, message, limit } = error as {
    status?: number;
    type?: string;
    message?: string;
    limit?: number;
  };
  if (type === 'entity.too.large') {
    return new Fault('too_large', { limit: `${Math.round(Number(limit) / 1e6)} MB` });
  }
  if (type === 'charset.unsupported' || type === 'encoding.unsupported') {
    return new Fault('unsupported_media_type');
  }
  if (status && status >= 400 && status < 500) {
    return new Fault('bad_request', { reason: message ?? type ?? String(status) });
  }
  return new Fault('internal', { reason: 'see its log' });
}
