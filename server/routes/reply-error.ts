import type { ErrorRequestHandler, Express, RequestHandler } from 'express';
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

/** Nothing is there, or something that takes other methods, which `Allow` names. */
export function replyNotFound(app: Express): RequestHandler {
  const routes = routesOf(app);
  return (req, res) => {
    const allowed = new Set(routes.filter(({ path }) => path.test(req.path)).map(({ method }) => method));
    if (allowed.size > 0) {
      res.set('Allow', [...allowed].join(', '));
      const facts = { method: req.method, path: req.path.slice(0, PATH_MAX), allowed: [...allowed] };
      throw new Fault('method_not_allowed', facts);
    }
    throw new Fault('not_found', { kind: 'route', name: `${req.method} ${req.path.slice(0, PATH_MAX)}` });
  };
}

/** Characters of an address that are told. */
const PATH_MAX = 200;

type Layer = { route?: { path: string; methods: Record<string, boolean> }; handle: { stack?: Layer[] } };

function routesOf(app: Express): { method: string; path: RegExp }[] {
  const walk = (stack: readonly Layer[]): { method: string; path: RegExp }[] =>
    stack.flatMap(({ route, handle }) =>
      route
        ? Object.keys(route.methods).map(method => ({
            method: method.toUpperCase(),
            path: new RegExp(`^${route.path.replace(/:\w+/g, '[^/]+')}/?$`)
          }))
        : walk(handle.stack ?? [])
    );
  return walk((app.router as unknown as { stack: Layer[] }).stack);
}

/** Any error of a route as one of ours. Errors of Express's own parts (body parser, path decoding) carry a status and a type. */
export function toFault(error: unknown): Fault {
  if (error instanceof Fault) {
    return error;
  }
  if (isDiskFull(error)) {
    return new Fault('disk_full');
  }
  const { status, type, message, limit, encoding, code } = error as {
    status?: number;
    encoding?: string;
    code?: string;
    type?: string;
    message?: string;
    limit?: number;
  };
  if (type === 'entity.too.large') {
    return new Fault('too_large', { limit: `${Math.round(Number(limit) / 1e6)} MB` });
  }
  if (type === 'encoding.unsupported') {
    return new Fault('bad_encoding', { encoding: String(encoding) });
  }
  if (status === 400 && code?.startsWith('Z_')) {
    return new Fault('bad_encoding', { encoding: 'gzip' });
  }
  if (status && status >= 400 && status < 500) {
    return new Fault('bad_request', { reason: message ?? type ?? String(status) });
  }
  return new Fault('internal', { reason: 'see its log' });
}
