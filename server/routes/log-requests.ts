import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { Log } from '../log';
import { toFault } from './reply-error';
import { statusOf } from './status';

/**
 * Tells of every request when it comes and when its reply is over, both under one number. Of an address only its path is told, and no
 * header: they carry the token.
 */
export function logRequests(log: Log): RequestHandler {
  let count = 0;
  return (req, res, next) => {
    const request = ++count;
    const since = performance.now();
    res.locals.request = request;
    log.debug({ request }, `${req.method} ${req.path}`);
    res.on('close', () => {
      const ms = Math.round(performance.now() - since);
      log.debug({ request, status: res.statusCode, ms }, res.writableFinished ? 'answered' : 'broken off');
    });
    next();
  };
}

/** Tells of what a request failed with: as an error where it is our fault, as a detail where it is the caller's. */
export function logErrors(log: Log): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    const fault = toFault(error, req);
    const request = res.locals.request as number;
    // Of what the caller did, where in our code it was met says nothing.
    if (statusOf(fault.code) >= 500) {
      log.error({ request, error }, 'request failed');
    } else {
      log.debug({ request, error: fault }, 'request failed');
    }
    next(error);
  };
}
