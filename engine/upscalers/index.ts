export { inspectUpscaler, openUpscaler } from './upscaler';
export type { IUpscaler, UpscalerInfo, UpscalerOptions } from './upscaler';
