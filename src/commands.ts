/** What the id of a tab that shows a job's grid begins with; behind it stands the job's. */
export const JOB_TAB = 'jd-job-';

/** Ids of the commands that features call on one another. */
export const Commands = {
  openPanel: 'jupyterlab-diffusion:open-panel',
  fillPanel: 'jupyterlab-diffusion:fill-panel',
  openJob: 'jupyterlab-diffusion:open-job'
} as const;
