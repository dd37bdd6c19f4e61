import type { Server } from 'node:http';
import { Fault } from '../../schema/fault';
import type { ErrorBody } from '../../schema/wire';
import { present } from '../jobs/present';

/** What Node's parser refuses, by its code: each has a status and a reason of its own. */
const REFUSED: Readonly<Record<string, [status: string, reason: string]>> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'its headers are larger than 16 KB'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: ['413 Payload Too Large', 'its chunk extensions are larger than 16 KB'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'it took too long to come']
};
const MALFORMED: [string, string] = ['400 Bad Request', 'it is not HTTP'];

/** The server, which answers requests that never become one in the form of every other error. There is no language to read of them. */
export function answersMalformed(server: Server): Server {
  return server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const [status, reason] = REFUSED[error.code ?? ''] ?? MALFORMED;
    const body = JSON.stringify({
      error: present(new Fault('bad_request', { reason }), 'en')
    } satisfies ErrorBody);
    socket.end(
      `HTTP/1.1 ${status}\r\nContent-Type: application/json; charset=utf-8\r\n` +
        `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`
    );
  });
}
