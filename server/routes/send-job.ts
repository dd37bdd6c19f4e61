import type { Request, Response } from 'express';
import { inTurns } from '../jobs/in-turns';
import type { Presenter } from '../jobs/presenter';
import type { JobRecord } from '../store/job-record';
import { language } from './read';

/** Answers with a job and all its cells (`JobReply`); others have their turn while its text is made. */
export async function sendJob(
  req: Request,
  res: Response,
  presenter: Presenter,
  job: JobRecord
): Promise<void> {
  const text = await inTurns(presenter.jobText(job, language(req)));
  res.type('json').send(`{"job":${text}}`);
}
