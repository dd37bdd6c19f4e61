import type { JobEvent } from '../../schema/wire';
import { submit, testService } from '../testing/test-service';
import type { EventStream, Told } from './event-stream';
import { EventWords } from './event-words';
import { JobLine } from './job-line';

/** A line to a reader that a test lets be behind and take what it was sent. */
function lineOf(service: Awaited<ReturnType<typeof testService>>, job: number) {
  const heard: JobEvent[] = [];
  const reader = { behind: false, take: (): void => undefined };
  const stream = {
    get behind() {
      return reader.behind;
    },
    onTaken: (work: () => void) => (reader.take = work),
    send: ({ bytes }: Told) => heard.push(JSON.parse(/^data: (.*)$/m.exec(String(bytes))![1]) as JobEvent),
    end: () => undefined,
    cut: () => undefined
  } as unknown as EventStream;
  const { jobs, cells, presenter } = service;
  const line = new JobLine({
    ...{ stream, job, seen: null, language: 'en', previews: true, jobs, cells, presenter },
    words: new EventWords(jobs, presenter)
  });
  return { line, reader, heard };
}

test('what a reader missed while it was behind is not hidden by what it hears before it has taken all', async () => {
  const service = await testService();
  service.steering.pauseAll();
  const id = await submit(service, '%%sweep seed=1..3\na boat');
  const { number } = service.jobService.job(id);
  const { line, reader, heard } = lineOf(service, number);
  service.hub.subscribe(number, event => line.hear(event));
  await line.catchUp();
  reader.behind = true;
  service.steering.cancelCell(id, 0);
  // It has taken a part, not all.
  reader.behind = false;
  service.steering.cancelCell(id, 1);
  reader.take();
  await new Promise(resolve => setImmediate(resolve));
  const cancelled = heard.flatMap(event => (event.type === 'cell' ? [event.cell.id] : []));
  expect(new Set(cancelled)).toEqual(new Set([`${id}-0`, `${id}-1`]));
});
