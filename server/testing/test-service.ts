/** A service for tests: real store, real HTTP, a real child process with a fake engine. */
import { buildSync } from 'esbuild';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { priceCells, samplerEntries, schedulerEntries } from '../../engine/shadow';
import { EngineWorker } from '../../engine/worker';
import type { Job, Priority } from '../../schema/wire';
import { silentLog } from '../log';
import { isOver } from '../../schema/states';
import { makeApp } from '../routes/app';
import { makeServer } from '../routes/make-server';
import { Service, type ServiceOptions } from '../service/service';
import { version } from '../service/version';
import { atOnce } from '../sweep';

export const TOKEN = 'a token for tests';

/** A fresh folder; all of them go when the tests of a file are over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'diffusion-test-'));
  folders.push(folder);
  return folder;
}

/** Takes the database of a data folder away, while no service is there. */
export function loseDatabase(dataFolder: string): void {
  ['', '-wal', '-shm'].forEach(part => rmSync(join(dataFolder, `diffusion.sqlite${part}`), { force: true }));
}

const folders: string[] = [];
afterAll(() => folders.splice(0).forEach(folder => rmSync(folder, { recursive: true, force: true })));

/** A fake engine as a script that can be forked. */
export function fakeWorkerScript(): string {
  if (!script) {
    script = join(temporaryFolder(), 'worker.js');
    bundle('server/testing/fake-worker.ts', script);
  }
  return script;
}

let script: string | null = null;

export function bundle(entry: string, outfile: string): void {
  buildSync({
    absWorkingDir: join(__dirname, '..', '..'),
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['onnxruntime-node', 'sharp', '@photostructure/sqlite'],
    define: { JUPYTERLAB_DIFFUSION_VERSION: JSON.stringify(version) }
  });
}

/** A models folder with these checkpoints, which only have to be there. */
export function modelsFolder(...names: string[]): string {
  const folder = temporaryFolder();
  for (const name of names.length > 0 ? names : ['toy']) {
    mkdirSync(join(folder, name, 'unet'), { recursive: true });
    writeFileSync(join(folder, name, 'model_index.json'), '{}');
    writeFileSync(join(folder, name, 'unet', 'weights.safetensors'), `weights of ${name}`);
    writeFileSync(
      join(folder, name, 'generation_defaults.json'),
      JSON.stringify({ width: 64, height: 64, steps: 4, sampler: 'Euler', scheduler: 'normal', cfg_scale: 5 })
    );
  }
  return folder;
}

/** A models folder with these files of weights, by their paths in it (`Lora/soft.safetensors`). */
export function weightsFolder(...paths: string[]): string {
  const folder = temporaryFolder();
  for (const path of paths) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), `weights of ${path}`);
  }
  return folder;
}

export type TestOptions = Partial<ServiceOptions> & {
  worker?: string;
  env?: NodeJS.ProcessEnv;
  start?: boolean;
};

const services: Service[] = [];
afterEach(async () => {
  await Promise.all(services.splice(0).map(service => service.stop(500)));
});

/** A started service on a fresh folder; it is stopped after the test. */
export async function testService(options: TestOptions = {}): Promise<Service> {
  const service = makeService(options);
  services.push(service);
  if (options.start === false) {
    // Its routes answer all the same.
    service.started = true;
  } else {
    await service.start();
  }
  return service;
}

/** A service on a fresh folder; whoever makes it starts and stops it. */
export function makeService(options: TestOptions = {}): Service {
  return new Service({
    dataFolder: options.dataFolder ?? temporaryFolder(),
    modelFolders: [],
    bundledFolders: [modelsFolder()],
    defaultModel: null,
    sampling: { samplers: samplerEntries, schedulers: schedulerEntries },
    count: async cells => priceCells(cells),
    startEngine: () =>
      new EngineWorker({
        script: options.worker ?? fakeWorkerScript(),
        env: { ...process.env, ...options.env },
        cancelDeadlineMs: 500
      }),
    log: silentLog,
    ...options
  });
}

/** Stops a service before its test is over. */
export async function stopService(service: Service): Promise<void> {
  services.splice(services.indexOf(service), 1);
  await service.stop(500);
}

/** Submits a text and returns the job's id. */
export async function submit(
  service: Service,
  text: string,
  options: { client?: string; priority?: Priority } = {}
): Promise<string> {
  return (await service.jobService.submit({ text }, null, options)).id;
}

export function jobOf(service: Service, id: string): Job {
  return atOnce(service.presenter.job(service.jobService.job(id), 'en'));
}

/** The job once `holds` does; it is asked again at every event. */
export function untilJob(
  service: Service,
  id: string,
  holds: (job: Job) => boolean = job => isOver(job.state)
): Promise<Job> {
  const { number } = service.jobService.job(id);
  return new Promise(done => {
    let over = false;
    const look = (): void => {
      const job = over ? null : jobOf(service, id);
      if (job && holds(job)) {
        over = true;
        leave();
        done(job);
      }
    };
    const leave = service.hub.subscribe(number, () => setImmediate(look));
    setImmediate(look);
  });
}

export type Reply = { status: number; headers: IncomingMessage['headers']; body: Buffer; json: unknown };

export type Client = {
  send(
    method: string,
    path: string,
    /** A body of bytes travels as it is, with the content type that `headers` say. */
    options?: { body?: unknown; headers?: Record<string, string> }
  ): Promise<Reply>;
  /** Opens a request and hands over the reply as it comes. */
  open(path: string, headers?: Record<string, string>): Promise<IncomingMessage>;
  server: Server;
};

const servers: Server[] = [];
afterEach(() => {
  servers.splice(0).forEach(server => {
    server.close();
    server.closeAllConnections();
  });
});

/** Serves a service over a port or a socket and returns a client that shows the token. */
export async function serveService(service: Service, over: 'port' | 'socket' = 'port'): Promise<Client> {
  const socketPath = over === 'socket' ? join(temporaryFolder(), 's') : undefined;
  const server = makeServer(makeApp({ service, token: TOKEN, hosts: socketPath ? null : [] }));
  servers.push(server);
  await new Promise<void>(done =>
    socketPath ? server.listen(socketPath, done) : server.listen(0, '127.0.0.1', done)
  );
  const where = socketPath
    ? { socketPath }
    : { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
  const open = (
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: string | Buffer
  ): Promise<IncomingMessage> =>
    new Promise((done, fail) => {
      const call = httpRequest({ ...where, method, path, headers }, done);
      call.on('error', fail);
      call.end(body);
    });
  const authorization = `Bearer ${TOKEN}`;
  return {
    server,
    open: (path, headers = {}) => open('GET', path, { authorization, ...headers }),
    async send(method, path, { body, headers = {} } = {}) {
      const text =
        body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
      const type: Record<string, string> =
        text === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) };
      const reply = await open(method, path, { authorization, ...type, ...headers }, text);
      const chunks: Buffer[] = [];
      for await (const chunk of reply) {
        chunks.push(chunk as Buffer);
      }
      const bytes = Buffer.concat(chunks);
      const isJson = (reply.headers['content-type'] ?? '').startsWith('application/json');
      return {
        status: reply.statusCode!,
        headers: reply.headers,
        body: bytes,
        json: isJson ? JSON.parse(bytes.toString()) : null
      };
    }
  };
}

/** What a server answers to these very bytes, with the line that says its status. */
export async function rawReply(server: Server, request: string): Promise<{ status: number; json: unknown }> {
  const text = await new Promise<string>((done, fail) => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    let all = '';
    socket
      .on('data', chunk => (all += chunk))
      .on('end', () => done(all))
      .on('error', fail);
    socket.write(request);
  });
  const [head, body] = text.split('\r\n\r\n');
  return { status: Number(head.split(' ')[1]), json: JSON.parse(body) };
}
