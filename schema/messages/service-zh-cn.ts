import type { Facts, Sentence } from './index';
import { duration } from './duration';
import type { serviceEn } from './service-en';

const left = ({ eta_s }: Facts): string =>
  eta_s === undefined ? '' : `，还剩约 ${duration(Number(eta_s), 'zh_CN')}`;
const phases: Record<string, string> = {
  idle: '空闲',
  starting: '启动',
  loading_model: '载入模型',
  encoding: '读取提示词',
  sampling: '采样',
  decoding: '解码'
};
const states: Record<string, string> = {
  queued: '在等待',
  running: '在进行',
  paused: '已暂停',
  done: '已完成',
  failed: '有失败',
  cancelled: '已取消'
};

export const serviceZhCN: Record<keyof typeof serviceEn, (facts: Facts) => Sentence> = {
  phase_queued: () => ({ message: '在排队。' }),
  phase_starting: () => ({ message: '正要开始画。' }),
  phase_loading_model: f => ({ message: f.model ? `正在载入 ${f.model}。` : '正在载入模型。' }),
  phase_encoding: f => ({ message: `正在读提示词：${f.done} / ${f.total}${left(f)}。` }),
  phase_encoding_picture: f => ({ message: `正在读起始画面：${f.done} / ${f.total}${left(f)}。` }),
  phase_upscaling: f => ({ message: `正在放大：${f.done} / ${f.total}${left(f)}。` }),
  phase_sampling: f => ({ message: `正在画：${f.done} / ${f.total}${left(f)}。` }),
  phase_decoding: f => ({ message: `正在画：${f.done} / ${f.total}${left(f)}。` }),
  phase_saving: f => ({ message: `正在保存：${f.done} / ${f.total}。` }),
  phase_finished: f => ({ message: `画好 ${f.done} / ${f.total}。` }),
  phase_paused: f => ({ message: `已暂停，画好 ${f.done} / ${f.total}。` }),
  phase_done: f => ({ message: `${f.total} 格，都有了。` }),
  phase_failed: f => ({ message: `${f.total} 格中有 ${f.failed} 格失败。` }),
  phase_cancelled: f => ({ message: `已取消，画好 ${f.done} / ${f.total}。` }),

  health_starting: () => ({ message: '正在启动。' }),
  health_ready: f => ({
    message: f.model ? `就绪：${f.model} 已载入，${f.device}。` : `就绪，还没载入模型，${f.device}。`
  }),
  health_busy: f => ({ message: `正在画：${f.done} / ${f.total}${left(f)}。` }),
  health_stalled: f => ({ message: `${f.age} 秒没有前进。正在重启绘图进程。` }),
  health_down: f => ({ message: `绘图进程无法启动${f.words ? `：${f.words}` : ''}。画好的图都在。` }),

  slow: f => ({
    message: `比平时慢，但没有卡住：步骤仍在前进，每步 ${f.now} 秒，平时 ${f.usual} 秒。`,
    hint: '关掉占用处理器或大量内存的程序，或者继续等。'
  }),
  silent: f => ({
    message: `${f.age} 秒没有进展${f.usual ? `（平时 ${f.usual} 秒）` : ''}。满 ${f.deadline} 秒还没有，就会重启绘图进程；已画好的 ${f.finished} 格都在。`,
    hint: '不用做什么：要么自己继续，要么自动重启。'
  }),
  recovered: f => ({
    message: `绘图进程停了 ${f.age} 秒，已经重启；现在接着画。`,
    hint: '如果再次发生，请换小一点的尺寸。'
  }),
  stalled: f => ({
    message: `${f.age} 秒没有前进${f.usual ? `（平时 ${f.usual} 秒）` : ''}。正在重启绘图进程；已画好的 ${f.finished} 格都在。`,
    hint: '不用做什么：会自动接着画。如果再次发生，请换小一点的尺寸。'
  }),
  waiting: f => ({
    message: `在等“${f.name}”${f.eta_s === undefined ? '' : `：约 ${duration(Number(f.eta_s), 'zh_CN')}`}。`,
    hint: '轮到时自动开始。取消前一个任务可以立即开始。'
  }),
  asleep: f => ({ message: `电脑休眠了 ${f.minutes} 分钟；现在接着画。` }),
  disk_full: () => ({
    message: '已暂停：磁盘满了。腾出空间后会自动接着画，一格也不会丢。',
    hint: '在数据文件夹所在的磁盘上腾出一些空间。'
  }),
  engine_down: f => ({
    message: `绘图进程启动时停止了 ${f.times} 次。画好的图都在。`,
    hint: '运行 “jupyterlab-diffusion doctor” 看缺什么。'
  }),
  cells_failed: f => ({
    message: `${f.total} 格中有 ${f.failed} 格失败；其余都在。`,
    hint: `重试失败的 ${f.failed} 格。`
  }),
  evidence_phase: f => ({ message: `在“${phases[String(f.phase)] ?? f.phase}”阶段已 ${f.age} 秒。` }),
  evidence_last_sign: f => ({ message: `绘图进程上次有动静是 ${f.age} 秒前。` }),
  evidence_process: f => ({
    message: f.memory ? `进程 ${f.pid} 用了 ${f.memory} 内存。` : `进程 ${f.pid} 还在。`
  }),
  evidence_disk: f => ({
    message: `还有 ${f.waiting} 格${f.holding ? `，其中 ${f.holding} 格已画好、留在内存里` : ''}。`
  }),
  evidence_exit: f => ({ message: `它以 ${f.how} 结束${f.words ? `：${f.words}` : ''}。` }),

  killed_for_memory: f => ({
    message: `停住了：内存不够。绘图进程在 ${f.size} 时被结束了两次（${f.how}）${f.used ? `，当时用了 ${f.used}` : ''}。`,
    hint: '换小一点的尺寸或模型，或关掉别的程序，再重试。'
  }),
  engine_crashed: f => ({
    message: `绘图进程在这一格崩溃了两次（${f.how}）${f.words ? `：${f.words}` : ''}。`,
    hint: '改一下这一格，或排除原因后重试。'
  }),
  cell_stalled: f => ({
    message: `这一格在 ${f.size} 卡住了两次，已放弃。`,
    hint: '换小一点的尺寸或减少步数，再重试。'
  }),
  save_failed: f => ({ message: `图片存不了：${f.reason}。`, hint: '检查数据文件夹，再重试。' }),

  idempotency_conflict: f => ({ message: `这个 Idempotency-Key 属于任务 ${f.job}，那是另一个请求。` }),
  job_over: f => ({ message: `任务${states[String(f.state)] ?? f.state}，不能暂停。` }),
  job_not_paused: f => ({ message: `任务${states[String(f.state)] ?? f.state}，没有暂停。` }),
  job_running: () => ({ message: '任务还在进行。', hint: '先取消它。' }),
  nothing_failed: () => ({ message: '这个任务没有失败的格，不用重试。' }),
  bad_host: f => ({ message: `这里不提供主机 ${f.host}。` }),
  picture_format: () => ({ message: '这不是可用的图片。', hint: '请用 PNG、JPEG 或 WebP。' }),
  picture_large: f => ({ message: `图片超过 ${f.limit}。`, hint: '请先缩小。' }),
  picture_damaged: f => ({ message: `图片已损坏：${f.reason}。` }),
  no_sweep: () => ({
    message: '要有 text 或 spec 其中之一。',
    hint: '发送 {"text": "%%sweep seed=1..4\\n一只猫"} 或 {"spec": {"base": {…}, "axes": […]}}。'
  }),
  export_unknown: f => ({
    message: `扫描不能导出为 “${f.format}”。${f.near ? `是 ${f.near} 吗？` : ''}`,
    hint: `有 ${Array.isArray(f.formats) ? f.formats.join('、') : f.formats}。`
  }),
  command_unknown: f => ({
    message: `没有命令 “${f.name}”。${f.near ? `是 ${f.near} 吗？` : ''}`,
    hint: `有 ${Array.isArray(f.commands) ? f.commands.join('、') : f.commands}。`
  }),
  too_large: f => ({ message: `请求正文超过 ${f.limit}。` }),

  export_png: () => ({ message: '小样' }),
  export_json: () => ({ message: '任务的全部数据' }),

  axis_size: () => ({ message: '尺寸' }),
  axis_variant: f => ({ message: f.number === '1' ? '措辞' : `措辞 ${f.number}` }),
  axis_prompt_sr: () => ({ message: '提示词替换' }),
  axis_image: () => ({ message: '第几张' }),
  common_negative: f => ({ message: `反向：${f.text}` }),
  common_sampler: f => ({ message: `${f.sampler}，${f.scheduler}` }),
  common_steps: f => ({ message: `${f.steps} 步` }),
  common_seed: f => ({ message: `种子 ${f.seed}` }),
  sheet_failed: f => ({ message: `失败：${f.reason}` }),
  sheet_missing: () => ({ message: '没有画' }),
  sheet_footer: f => ({
    message: [
      `${f.cells} 格：${f.pictures} 张图${f.failed ? `，${f.failed} 格失败` : ''}${f.missing ? `，${f.missing} 格没有画` : ''}`,
      f.picks ? `${f.picks} 张选中` : '',
      `任务 ${f.job}`,
      'jupyterlab-diffusion'
    ]
      .filter(Boolean)
      .join(' · ')
  }),
  mark_pick: () => ({ message: '选中' }),
  mark_reject: () => ({ message: '淘汰' }),

  data_newer: f => ({
    message: `数据文件夹由更新的版本写成（结构 ${f.found}，这里只认识 ${f.known}）。`,
    hint: '更新 jupyterlab-diffusion，或用 --data 换一个文件夹。'
  }),
  data_in_use: f => ({
    message: `另一个服务（进程 ${f.pid}）正在用这个数据文件夹：${f.path}。`,
    hint: '改用它、结束它，或用 --data 换一个文件夹。'
  }),
  data_unwritable: f => ({
    message: `数据文件夹写不了：${f.path}（${f.reason}）。`,
    hint: '用 --data 换一个文件夹。'
  }),
  port_in_use: f => ({
    message: `端口 ${f.port} 正被别的程序使用。`,
    hint: '用 --port 换一个，或不写 --port 自动取一个。'
  }),
  socket_in_use: f => ({
    message: `另一个服务正在这个套接字上：${f.path}。`,
    hint: '改用它、结束它，或用 --socket 换一个路径。'
  }),
  host_needs_token: f => ({
    message: `在 ${f.host} 上监听会让别的机器进来，所以需要你自己的令牌。`,
    hint: '设置 JUPYTERLAB_DIFFUSION_TOKEN。'
  }),
  option_unknown: f => ({ message: `${f.reason}。`, hint: '见 --help。' }),
  cli_plan: f => ({
    message:
      `${f.cells} 格：${f.cached} 格已有，${f.draw} 格待画 · ${f.planned} 次 UNet（全画要 ${f.naive}）· ` +
      `约 ${duration(Number(f.eta_s), 'zh_CN')} · 内存 ${f.memory_mb} MB · 磁盘 ${f.disk_mb} MB`
  }),
  cli_plan_cached: f => ({ message: `${f.cells} 格都已有，不用再画。` }),
  file_unreadable: f => ({ message: `读不了 ${f.path}：${f.reason}。` })
};
