import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import { Fault } from '../../schema/fault';

/** Lets in only who shows the token; the comparison takes the same time whatever is shown. */
export function requireToken(token: string): RequestHandler {
  const expected = digest(token);
  return (req, _res, next) => {
    const shown = /^Bearer (.+)$/i.exec(req.headers.authorization ?? '')?.[1] ?? '';
    if (!timingSafeEqual(digest(shown), expected)) {
      throw new Fault('unauthorized');
    }
    next();
  };
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses changes that another site's page asks for, whatever its credentials: a foreign or null Origin, or a fetch that says itself
 * that it comes from elsewhere. No header is ever taken as proof of being safe.
 */
export const refuseForeignOrigin: RequestHandler = (req, _res, next) => {
  const origin = req.headers.origin;
  const site = req.headers['sec-fetch-site'];
  const own = origin === undefined || origin === `http://${req.headers.host}`;
  const near = site === undefined || site === 'same-origin' || site === 'none';
  if (!SAFE_METHODS.has(req.method) && !(own && near)) {
    throw new Fault('foreign_origin', { origin: (origin ?? site) || '?' });
  }
  next();
};

/**
 * On a TCP port, serves only requests that name a loopback address or the host we were told to listen on: a page whose name was
 * re-bound to 127.0.0.1 still sends its own name.
 */
export function requireHost(names: readonly string[]): RequestHandler {
  const known = new Set(['localhost', '127.0.0.1', '[::1]', ...names]);
  return (req, _res, next) => {
    const host = (req.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
    if (!known.has(host)) {
      throw new Fault('bad_host', { host: host || '?' });
    }
    next();
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
