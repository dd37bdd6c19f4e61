import type { ErrorRequestHandler, Express, Request, RequestHandler } from 'express';
import type { ErrorBody } from '../../schema/wire';
import { present } from '../jobs/present';
import { diskFault } from '../store/disk-faults';
import { language } from './read';
import { statusOf } from './status';
import { Fault } from '../../schema/fault';

/** Every error of every route, as data with its sentence. What is not ours says no more than that it happened. */
export const replyError: ErrorRequestHandler = (error: unknown, req, res, next) => {
  if (res.headersSent) {
    next(error);
    return;
  }
  const fault = toFault(error, req);
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
export function toFault(error: unknown, { headers }: Pick<Request, 'headers'>): Fault {
  if (error instanceof Fault) {
    return error;
  }
  const ofDisk = diskFault(error);
  if (ofDisk) {
    return ofDisk;
  }
  const { status, type, message, limit, code } = error as {
    status?: number;
    code?: string;
    type?: string;
    message?: string;
    limit?: number;
  };
  if (type === 'entity.too.large') {
    return new Fault('too_large', { limit: `${Math.round(Number(limit) / 1e6)} MB` });
  }
  const encoding = headers['content-encoding'];
  // What zlib throws has a code, and no type.
  if (encoding !== undefined && (type === 'encoding.unsupported' || (status === 400 && code && !type))) {
    return new Fault('bad_encoding', { encoding });
  }
  const part = /^Failed to decode param '(.*)'$/s.exec(message ?? '')?.[1];
  if (part !== undefined) {
    return new Fault('bad_request', { reason: { code: 'address_escape', facts: { part } } });
  }
  if (status && status >= 400 && status < 500) {
    const said = message ?? type ?? '';
    return new Fault('bad_request', { reason: { code: 'http_refused', facts: { status, said } } });
  }
  return new Fault('internal', { reason: { code: 'see_log', facts: {} } });
}
