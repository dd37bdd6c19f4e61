// Speaks as the service does, and tells what reached it: for tests of what stands between the browser and the service.
import { existsSync, writeFileSync } from 'node:fs';
import http from 'node:http';

const args = process.argv.slice(2);
const socket = args[args.indexOf('--socket') + 1];
const EVENTS = 20;

if (process.env.FAKE_LOG) {
  console.error(process.env.FAKE_LOG);
}
if (process.env.FAKE_REFUSES) {
  console.error(process.env.FAKE_REFUSES);
  process.exit(1);
}

const server = http.createServer((request, response) => {
  const path = request.url.split('?')[0];
  if (request.headers.authorization !== `Bearer ${process.env.JUPYTERLAB_DIFFUSION_TOKEN}`) {
    response.writeHead(401).end();
  } else if (path === '/events' || path === '/v1/events') {
    stream(request, response);
  } else if (path === '/open-streams') {
    json(response, 200, { open });
  } else if (path === '/v1/jobs/refused/events') {
    json(response, 409, { error: { code: 'conflict', message: '不' } });
  } else if (path === '/v1/jobs/cut/events') {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: 1\n\n');
    setTimeout(() => response.destroy(), 50);
  } else if (path === '/die') {
    process.exit(3);
  } else if (path === '/die-once' && !existsSync(request.url.split('?')[1])) {
    writeFileSync(request.url.split('?')[1], '');
    process.exit(3);
  } else if (path === '/cut') {
    response.writeHead(200, { 'content-type': 'image/png', 'content-length': '100' });
    response.write('half');
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), 50);
  } else if (path === '/bytes') {
    response.writeHead(200, { 'content-type': 'image/png', 'cache-control': 'private, max-age=9' });
    response.end(Buffer.alloc(3_000_000, 7));
  } else if (path === '/refused') {
    json(response, 409, { error: { code: 'conflict', message: 'no' } });
  } else if (path === '/nothing') {
    response.writeHead(204).end();
  } else {
    echo(request, response);
  }
});

let open = 0;

function stream(request, response) {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  open += 1;
  let sent = 0;
  const timer = setInterval(() => {
    response.write(`data: ${Date.now()}\n\n`);
    sent += 1;
    if (sent === EVENTS && !request.url.includes('forever')) {
      response.end();
    }
  }, 20);
  response.on('close', () => {
    clearInterval(timer);
    open -= 1;
  });
}

function echo(request, response) {
  const chunks = [];
  request.on('data', chunk => chunks.push(chunk));
  request.on('end', () => {
    const { method, url, headers } = request;
    json(response, 200, { method, url, headers, body: Buffer.concat(chunks).toString(), pid: process.pid });
  });
}

function json(response, status, value) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

server.listen(socket, () => console.log(JSON.stringify({ socket, pid: process.pid, version: 'fake' })));
process.stdin.on('end', () => process.exit(0)).resume();
