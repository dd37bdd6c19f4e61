/** Networks of the ESRGAN family, which enlarge pictures. */
export { inspectUpscaler, openUpscaler } from './upscaler';
export type { IUpscaler, UpscalerInfo, UpscalerOptions } from './upscaler';
