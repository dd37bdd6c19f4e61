import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { makeApp } from '../routes/app';
import { makeServer } from '../routes/make-server';
import { makeLog, SECRET_MIN } from '../log';
import { removeStaleConnectionFiles, writeConnectionFile } from '../service/connection-file';
import { openService } from '../service/open-service';
import { jupyterRuntimeFolder, unreadFolders } from '../service/paths';
import type { Service } from '../service/service';
import { version } from '../service/version';
import { checkDevice, readEngines, readLogLevel, readMinutes, serviceOptions } from './options';
import { Fault } from '../../schema/fault';
import { print } from './terminal';

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);
/** Milliseconds the engine gets to finish its pass; with the rest the service is gone within three seconds. */
const GRACE_MS = 2000;
/** A disk that hangs, or a file of weights that is being read, is not waited for longer: what is not stored is drawn again. */
const END_MAX_MS = 5000;

/** Runs the service; resolves when it has ended. */
export async function serve(words: string[]): Promise<number> {
  const { values } = parseArgs({
    args: words,
    options: {
      ...serviceOptions,
      socket: { type: 'string' },
      port: { type: 'string' },
      host: { type: 'string' },
      'connection-file': { type: 'string' },
      'stdin-lifeline': { type: 'boolean' },
      engines: { type: 'string' },
      'unload-after': { type: 'string' },
      'log-level': { type: 'string' }
    }
  });
  checkDevice(values.device);
  const host = values.host ?? '127.0.0.1';
  const ownToken = process.env.JUPYTERLAB_DIFFUSION_TOKEN || null;
  if (!LOOPBACK.has(host) && !ownToken) {
    throw new Fault('host_needs_token', { host });
  }
  const token = ownToken ?? randomBytes(32).toString('hex');
  const log = makeLog({ level: readLogLevel(values['log-level'], 'info'), secrets: [token] });
  const service = openService(
    {
      data: values.data,
      models: values.models,
      defaultModel: values['default-model'],
      engines: readEngines(values.engines),
      unloadAfter: readMinutes('unload-after', values['unload-after'])
    },
    log
  );
  unreadFolders(values.models).forEach(({ facts }) => log.warn(facts, "a models folder can't be read"));
  let server: Server;
  try {
    const app = makeApp({ service, token, hosts: values.socket ? null : LOOPBACK.has(host) ? [] : [host] });
    server = makeServer(app);
    await (values.socket
      ? listenSocket(server, resolve(values.socket))
      : listenPort(server, host, readPort(values.port)));
    await service.start();
  } catch (error) {
    await service.stop(0);
    throw error;
  }
  const address = values.socket
    ? { socket: resolve(values.socket) }
    : { url: `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}` };
  const runtime = jupyterRuntimeFolder();
  const path = values['connection-file'] ?? join(runtime, `diffusion-${process.pid}.json`);
  removeStaleConnectionFiles(runtime);
  const removeFile = writeConnectionFile(resolve(path), {
    ...address,
    token,
    pid: process.pid,
    started: new Date().toISOString(),
    version
  });
  print(JSON.stringify({ ...address, pid: process.pid, version, connection_file: resolve(path) }));
  log.info({ ...address, version }, 'service started');
  if (token.length < SECRET_MIN) {
    log.warn(
      `the token has fewer than ${SECRET_MIN} characters: it is easily guessed, and this log can hide it in addresses alone`
    );
  }
  await untilEnd(values['stdin-lifeline'] === true);
  removeFile();
  const parked = await stop(server, service, values.socket);
  log[parked ? 'info' : 'warn'](parked ? 'service ended' : 'service ended before all was stored');
  return 0;
}

/** Resolves when we are asked to end: by a signal, or by the end of standard input when that is our lifeline. */
function untilEnd(lifeline: boolean): Promise<void> {
  return new Promise(end => {
    process.once('SIGTERM', end);
    process.once('SIGINT', end);
    if (lifeline) {
      process.stdin.on('end', end).on('error', end).resume();
    }
  });
}

/** False when the service took longer than it may. */
async function stop(server: Server, service: Service, socket: string | undefined): Promise<boolean> {
  server.close();
  const parked = await Promise.race([service.stop(GRACE_MS).then(() => true), pause(END_MAX_MS, false)]);
  server.closeAllConnections();
  if (socket) {
    rmSync(resolve(socket), { force: true });
  }
  // Whatever still holds the loop (a request's timer, the standard input) has nothing more to say.
  setImmediate(() => process.exit(0));
  return parked;
}

function readPort(text: string | undefined): number {
  const port = Number(text ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Fault('option_unknown', { reason: `--port ${text}: 0 to 65535` });
  }
  return port;
}

function listenPort(server: Server, host: string, port: number): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', error => {
      const used = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
      fail(used ? new Fault('port_in_use', { port }) : error);
    });
    server.listen(port, host, done);
  });
}

async function listenSocket(server: Server, path: string): Promise<void> {
  if (await answers(path)) {
    throw new Fault('socket_in_use', { path });
  }
  rmSync(path, { force: true });
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(path, done);
  });
  if (process.platform !== 'win32') {
    chmodSync(path, 0o600);
  }
}

/** Whether somebody listens on a socket; a socket left by a killed service doesn't answer. */
function answers(path: string): Promise<boolean> {
  return new Promise(done => {
    const probe = connect(path);
    probe.once('connect', () => {
      probe.destroy();
      done(true);
    });
    probe.once('error', () => done(false));
  });
}
