import type { Request } from 'express';
import type { ZodType } from 'zod';
import type { Language } from '../../schema/catalogue';
import { languageOf } from '../../schema/messages';
import { Fault } from '../../schema/fault';

/** The language the caller asked for. */
export function language(req: Request): Language {
  return languageOf(req.headers['accept-language']);
}

/** The body as its type; throws 415 when it isn't JSON and 400 with what doesn't fit. */
export function readBody<Body>(type: ZodType<Body>, req: Request): Body {
  if (!req.is('application/json')) {
    throw new Fault('unsupported_media_type');
  }
  return check(type, req.body);
}

/** The query as its type; throws 400 with what doesn't fit. */
export function readQuery<Query>(type: ZodType<Query>, req: Request): Query {
  return check(type, req.query);
}

function check<Value>(type: ZodType<Value>, value: unknown): Value {
  const read = type.safeParse(value);
  if (!read.success) {
    const issue = read.error.issues[0];
    const place = issue.path.join('.');
    throw new Fault('bad_request', {
      reason: place ? `${place}: ${issue.message}` : issue.message
    });
  }
  return read.data;
}
