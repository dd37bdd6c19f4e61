/** Sentences of the service: jobs, phases, diagnoses, and what the command line says. */
import type { Facts, Sentence } from './index';
import { duration } from './duration';

const left = ({ eta_s }: Facts): string =>
  eta_s === undefined ? '' : `, about ${duration(Number(eta_s), 'en')} left`;
const cells = (count: Facts[string]): string => (count === 1 ? '1 cell' : `${count} cells`);

export const serviceEn = {
  // What a job is doing
  phase_queued: (): Sentence => ({ message: 'Waiting its turn.' }),
  phase_starting: (): Sentence => ({ message: 'Starting to draw.' }),
  phase_loading_model: (f: Facts): Sentence => ({
    message: f.model ? `Loading ${f.model}.` : 'Loading the model.'
  }),
  phase_encoding: (f: Facts): Sentence => ({
    message: `Reading the prompts: ${f.done} of ${f.total}${left(f)}.`
  }),
  phase_encoding_picture: (f: Facts): Sentence => ({
    message: `Reading the start picture: ${f.done} of ${f.total}${left(f)}.`
  }),
  phase_upscaling: (f: Facts): Sentence => ({ message: `Enlarging: ${f.done} of ${f.total}${left(f)}.` }),
  phase_sampling: (f: Facts): Sentence => ({ message: `Drawing: ${f.done} of ${f.total}${left(f)}.` }),
  phase_decoding: (f: Facts): Sentence => ({ message: `Drawing: ${f.done} of ${f.total}${left(f)}.` }),
  phase_saving: (f: Facts): Sentence => ({ message: `Saving: ${f.done} of ${f.total}.` }),
  phase_finished: (f: Facts): Sentence => ({ message: `${f.done} of ${f.total} drawn.` }),
  phase_paused: (f: Facts): Sentence => ({ message: `Paused at ${f.done} of ${f.total}.` }),
  phase_done: (f: Facts): Sentence => ({ message: `${cells(f.total)}, all there.` }),
  phase_failed: (f: Facts): Sentence => ({ message: `${f.failed} of ${f.total} failed.` }),
  phase_cancelled: (f: Facts): Sentence => ({ message: `Cancelled at ${f.done} of ${f.total}.` }),

  // The service in one sentence
  health_starting: (): Sentence => ({ message: 'Starting.' }),
  health_ready: (f: Facts): Sentence => ({
    message: f.model ? `Ready: ${f.model} loaded, ${f.device}.` : `Ready, no model loaded yet, ${f.device}.`
  }),
  health_busy: (f: Facts): Sentence => ({ message: `Drawing: ${f.done} of ${f.total}${left(f)}.` }),
  health_stalled: (f: Facts): Sentence => ({
    message: `No step for ${f.age} s. The drawing process is being restarted.`
  }),
  health_down: (f: Facts): Sentence => ({
    message: `The drawing process can't start${f.words ? `: ${f.words}` : ''}. Finished pictures are safe.`
  }),

  // Diagnoses
  slow: (f: Facts): Sentence => ({
    message: `Slower than usual, not stalled: steps still advance, ${f.now} s each, ${f.usual} s is usual.`,
    hint: 'Close other programs that use the processor or much memory, or keep waiting.'
  }),
  silent: (f: Facts): Sentence => ({
    message:
      `No sign of progress for ${f.age} s${f.usual ? ` (${f.usual} s is usual)` : ''}. ` +
      `After ${f.deadline} s without one the drawing process is restarted; ` +
      `${f.finished === 1 ? '1 finished cell is' : `${f.finished} finished cells are`} safe.`,
    hint: 'Nothing to do: either it goes on, or it is restarted by itself.'
  }),
  recovered: (f: Facts): Sentence => ({
    message: `The drawing process stood still for ${f.age} s and was restarted; drawing goes on.`,
    hint: 'If it happens again, try a smaller size.'
  }),
  stalled: (f: Facts): Sentence => ({
    message:
      `No step for ${f.age} s${f.usual ? ` (${f.usual} s is usual)` : ''}. The drawing process is being restarted; ` +
      `${f.finished === 1 ? '1 finished cell is' : `${f.finished} finished cells are`} safe.`,
    hint: 'Nothing to do: drawing goes on by itself. If it happens again, try a smaller size.'
  }),
  waiting: (f: Facts): Sentence => ({
    message: `Waiting for "${f.name}"${f.eta_s === undefined ? '' : `: about ${duration(Number(f.eta_s), 'en')}`}.`,
    hint: 'It starts by itself. Cancel the other job to start it now.'
  }),
  asleep: (f: Facts): Sentence => ({ message: `The computer slept for ${f.minutes} min; drawing goes on.` }),
  disk_full: (): Sentence => ({
    message: 'Paused: the disk is full. Drawing goes on by itself when there is room; nothing is lost.',
    hint: 'Free some space on the disk that holds the data folder.'
  }),
  engine_down: (f: Facts): Sentence => ({
    message: `The drawing process stopped ${f.times} times while starting. Finished pictures are safe.`,
    hint: 'Run "jupyterlab-diffusion doctor" to see what is missing.'
  }),
  cells_failed: (f: Facts): Sentence => ({
    message: `${f.failed} of ${f.total} failed; the others are safe.`,
    hint: `Retry ${f.failed === 1 ? 'the failed cell' : `the ${f.failed} failed cells`}.`
  }),
  evidence_phase: (f: Facts): Sentence => ({ message: `In phase ${f.phase} for ${f.age} s.` }),
  evidence_last_sign: (f: Facts): Sentence => ({
    message: `Last sign of the drawing process ${f.age} s ago.`
  }),
  evidence_process: (f: Facts): Sentence => ({
    message: f.memory ? `Process ${f.pid} uses ${f.memory} of memory.` : `Process ${f.pid} is there.`
  }),
  evidence_disk: (f: Facts): Sentence => ({
    message: `${cells(f.waiting)} to go${f.holding ? `, ${f.holding} drawn and held in memory` : ''}.`
  }),
  evidence_exit: (f: Facts): Sentence => ({
    message: `It ended with ${f.how}${f.words ? `: ${f.words}` : ''}.`
  }),

  // Why a cell failed
  killed_for_memory: (f: Facts): Sentence => ({
    message: `Stopped: out of memory. The drawing process was ended twice (${f.how}) at ${f.size}${f.used ? `, it used ${f.used}` : ''}.`,
    hint: 'Use a smaller size or model, or close other programs, then retry.'
  }),
  engine_crashed: (f: Facts): Sentence => ({
    message: `The drawing process crashed twice over this cell (${f.how})${f.words ? `: ${f.words}` : ''}.`,
    hint: 'Change the cell, or retry it once the cause is gone.'
  }),
  cell_stalled: (f: Facts): Sentence => ({
    message: `This cell stood still twice at ${f.size} and was given up.`,
    hint: 'Try a smaller size or fewer steps, then retry.'
  }),
  save_failed: (f: Facts): Sentence => ({
    message: `The picture couldn't be saved: ${f.reason}.`,
    hint: 'Check the data folder, then retry.'
  }),

  // Refusals
  idempotency_conflict: (f: Facts): Sentence => ({
    message: `This Idempotency-Key belongs to job ${f.job}, which was made from another request.`
  }),
  job_over: (f: Facts): Sentence => ({ message: `The job is ${f.state}; it can't be paused.` }),
  job_not_paused: (f: Facts): Sentence => ({ message: `The job is ${f.state}, not paused.` }),
  job_running: (): Sentence => ({ message: 'The job is still running.', hint: 'Cancel it first.' }),
  nothing_failed: (): Sentence => ({ message: 'No cell of this job failed, so there is nothing to retry.' }),
  bad_host: (f: Facts): Sentence => ({ message: `The host ${f.host} is not served here.` }),
  picture_format: (): Sentence => ({
    message: 'This is not a picture that can be used.',
    hint: 'Use PNG, JPEG or WebP.'
  }),
  picture_large: (f: Facts): Sentence => ({
    message: `The picture is larger than ${f.limit}.`,
    hint: 'Make it smaller first.'
  }),
  picture_damaged: (f: Facts): Sentence => ({ message: `The picture is damaged: ${f.reason}.` }),
  no_sweep: (): Sentence => ({
    message: 'A sweep is a text or a spec.',
    hint: 'Send {"text": "%%sweep seed=1..4\\na cat"} or {"spec": {"base": {…}, "axes": […]}}.'
  }),
  export_unknown: (f: Facts): Sentence => ({
    message: `A sweep can't be exported as "${f.format}".${f.near ? ` Did you mean ${f.near}?` : ''}`,
    hint: `There are ${Array.isArray(f.formats) ? f.formats.join(', ') : f.formats}.`
  }),
  command_unknown: (f: Facts): Sentence => ({
    message: `"${f.name}" is not a command.${f.near ? ` Did you mean ${f.near}?` : ''}`,
    hint: `There are ${Array.isArray(f.commands) ? f.commands.join(', ') : f.commands}.`
  }),
  too_large: (f: Facts): Sentence => ({ message: `The body is larger than ${f.limit}.` }),

  // What a sweep is exported as
  export_png: (): Sentence => ({ message: 'Contact sheet' }),
  export_json: (): Sentence => ({ message: 'All data of the job' }),

  // The contact sheet
  axis_size: (): Sentence => ({ message: 'Size' }),
  axis_variant: (f: Facts): Sentence => ({ message: f.number === '1' ? 'Wording' : `Wording ${f.number}` }),
  axis_prompt_sr: (): Sentence => ({ message: 'Prompt S/R' }),
  axis_image: (): Sentence => ({ message: 'Picture' }),
  common_negative: (f: Facts): Sentence => ({ message: `Negative: ${f.text}` }),
  common_sampler: (f: Facts): Sentence => ({ message: `${f.sampler}, ${f.scheduler}` }),
  common_steps: (f: Facts): Sentence => ({ message: f.steps === 1 ? '1 step' : `${f.steps} steps` }),
  common_seed: (f: Facts): Sentence => ({ message: `seed ${f.seed}` }),
  sheet_failed: (f: Facts): Sentence => ({ message: `failed: ${f.reason}` }),
  sheet_missing: (): Sentence => ({ message: 'not drawn' }),
  sheet_footer: (f: Facts): Sentence => ({
    message: [
      `${cells(f.cells)}: ${f.pictures === 1 ? '1 picture' : `${f.pictures} pictures`}${f.failed ? `, ${f.failed} failed` : ''}${f.missing ? `, ${f.missing} not drawn` : ''}`,
      f.picks ? (f.picks === 1 ? '1 pick' : `${f.picks} picks`) : '',
      `job ${f.job}`,
      'jupyterlab-diffusion'
    ]
      .filter(Boolean)
      .join(' · ')
  }),
  mark_pick: (): Sentence => ({ message: 'pick' }),
  mark_reject: (): Sentence => ({ message: 'reject' }),

  // Start
  data_newer: (f: Facts): Sentence => ({
    message: `The data folder was written by a newer version (schema ${f.found}, this one knows ${f.known}).`,
    hint: 'Update jupyterlab-diffusion, or use another folder with --data.'
  }),
  data_in_use: (f: Facts): Sentence => ({
    message: `Another service (process ${f.pid}) uses this data folder: ${f.path}.`,
    hint: 'Use that one, end it, or choose another folder with --data.'
  }),
  data_unwritable: (f: Facts): Sentence => ({
    message: `The data folder can't be written: ${f.path} (${f.reason}).`,
    hint: 'Choose another folder with --data.'
  }),
  port_in_use: (f: Facts): Sentence => ({
    message: `Port ${f.port} is in use by another program.`,
    hint: 'Choose another with --port, or leave --port out to take a free one.'
  }),
  socket_in_use: (f: Facts): Sentence => ({
    message: `Another service listens on this socket: ${f.path}.`,
    hint: 'Use that one, end it, or choose another path with --socket.'
  }),
  host_needs_token: (f: Facts): Sentence => ({
    message: `Listening on ${f.host} lets other machines in, so it needs a token of yours.`,
    hint: 'Set JUPYTERLAB_DIFFUSION_TOKEN.'
  }),
  option_unknown: (f: Facts): Sentence => ({ message: `${f.reason}.`, hint: 'See --help.' }),
  cli_plan: (f: Facts): Sentence => ({
    message:
      `${cells(f.cells)}: ${f.cached} from cache, ${f.draw} to draw · ${f.planned} evaluations of ${f.naive} · ` +
      `about ${duration(Number(f.eta_s), 'en')} · ${f.memory_mb} MB of memory · ${f.disk_mb} MB on disk`
  }),
  cli_plan_cached: (f: Facts): Sentence => ({
    message: `${cells(f.cells)}, all from cache: nothing to draw.`
  }),
  file_unreadable: (f: Facts): Sentence => ({ message: `${f.path} can't be read: ${f.reason}.` })
};
