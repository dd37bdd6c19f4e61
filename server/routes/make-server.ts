import { createServer, type Server } from 'node:http';
import type { Express } from 'express';
import { Fault } from '../../schema/fault';
import type { ErrorBody } from '../../schema/wire';
import { present } from '../jobs/present';

/** What Node's parser refuses, by its code: each has a status and a reason of its own. */
const REFUSED: Readonly<Record<string, [status: string, reason: string]>> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'its headers are larger than 16 KB'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: ['413 Payload Too Large', 'its chunk extensions are larger than 16 KB'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'it took too long to come']
};
const TYPE = 'application/json; charset=utf-8';
const MALFORMED: [string, string] = ['400 Bad Request', 'it is not HTTP'];

/**
 * A server of this app that answers requests which never reach it in the form of every other error: what is no HTTP, and addresses
 * that are none. There is no language to read of them.
 */
export function makeServer(app: Express): Server {
  // A request without a host is told by the app.
  const server = createServer({ requireHostHeader: false }, (req, res) => {
    const url = req.url ?? '';
    if (url.startsWith('/') || URL.canParse(url)) {
      app(req, res);
    } else {
      const body = bodyOf('its address is none');
      const headers = {
        'Content-Type': TYPE,
        'Content-Length': Buffer.byteLength(body),
        Connection: 'close'
      };
      res.writeHead(400, headers).end(body);
    }
  });
  return server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const [status, reason] = REFUSED[error.code ?? ''] ?? MALFORMED;
    const body = bodyOf(reason);
    const length = `Content-Length: ${Buffer.byteLength(body)}`;
    // Whoever doesn't close it is not waited for.
    socket.end(
      `HTTP/1.1 ${status}\r\nContent-Type: ${TYPE}\r\n${length}\r\nConnection: close\r\n\r\n${body}`,
      () => socket.destroy()
    );
  });
}

function bodyOf(reason: string): string {
  const error = present(new Fault('bad_request', { reason }), 'en');
  return JSON.stringify({ error } satisfies ErrorBody);
}
