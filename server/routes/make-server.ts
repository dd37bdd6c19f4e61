import { createServer, type Server } from 'node:http';
import type { Express } from 'express';
import type { Language } from '../../schema/catalogue';
import { Fault } from '../../schema/fault';
import { type Facts, languageOf, type MessageCode } from '../../schema/messages';
import type { NestedFault } from '../../schema/messages/types';
import type { ErrorBody } from '../../schema/wire';
import { present } from '../jobs/present';

type Refusal = [status: string, reason: NestedFault];

const refusal = (status: string, code: MessageCode, facts: Facts = {}): Refusal => [status, { code, facts }];
const HEAD_MAX = { limit: '16 KB' };

/** What Node's parser refuses, by its code: each has a status and a reason of its own. */
const REFUSED: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: refusal('431 Request Header Fields Too Large', 'headers_large', HEAD_MAX),
  HPE_CHUNK_EXTENSIONS_OVERFLOW: refusal('413 Payload Too Large', 'chunks_large', HEAD_MAX),
  ERR_HTTP_REQUEST_TIMEOUT: refusal('408 Request Timeout', 'request_slow')
};
const MALFORMED = refusal('400 Bad Request', 'not_http');
const TYPE = 'application/json; charset=utf-8';
/** The language that is asked for, in as much of a request as came. */
const ASKED = /^accept-language:[ \t]*(.*)$/im;

/**
 * A server of this app that answers requests which never reach it in the form of every other error: what is no HTTP, and addresses
 * that are none.
 */
export function makeServer(app: Express): Server {
  // A request without a host is told by the app.
  const server = createServer({ requireHostHeader: false }, (req, res) => {
    const url = req.url ?? '';
    if (url.startsWith('/') || URL.canParse(url)) {
      app(req, res);
    } else {
      const reason = { code: 'address_unread', facts: { address: url } };
      const body = bodyOf(reason, languageOf(req.headers['accept-language']));
      const headers = {
        'Content-Type': TYPE,
        'Content-Length': Buffer.byteLength(body),
        Connection: 'close'
      };
      res.writeHead(400, headers).end(body);
    }
  });
  return server.on('clientError', (error: NodeJS.ErrnoException & { rawPacket?: Buffer }, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const [status, reason] = REFUSED[error.code ?? ''] ?? MALFORMED;
    const asked = ASKED.exec(error.rawPacket?.toString('latin1') ?? '')?.[1];
    const body = bodyOf(reason, languageOf(asked));
    const length = `Content-Length: ${Buffer.byteLength(body)}`;
    // Whoever doesn't close it is not waited for.
    socket.end(
      `HTTP/1.1 ${status}\r\nContent-Type: ${TYPE}\r\n${length}\r\nConnection: close\r\n\r\n${body}`,
      () => socket.destroy()
    );
  });
}

function bodyOf(reason: NestedFault, language: Language): string {
  const error = present(new Fault('bad_request', { reason }), language);
  return JSON.stringify({ error } satisfies ErrorBody);
}
