/** Files of torch.save, read without running them. */
export { beginsAsTorch, readTorch } from './torch-file';
