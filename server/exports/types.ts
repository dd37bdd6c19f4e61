import type { Language } from '../../schema/catalogue';
import type { MessageCode } from '../../schema/messages';
import type { Job } from '../../schema/wire';
import type { ReadPicture } from '../images/payload';

/** What an export may need beside the job. */
export type ExportSources = {
  picture: ReadPicture;
  language: Language;
  /** Pixels that a picture of all pictures may have; the format's own limit unless said. */
  pixelsMax?: number;
};

/** A form in which a sweep is kept outside the service. */
export interface IExport {
  /** What `?format=` takes, and the ending of its file. */
  readonly format: string;
  readonly mediaType: string;
  /** Its file in a folder that holds one sweep. */
  readonly fileName: string;
  /** The code of the words that say what it is. */
  readonly title: MessageCode;
  /** The file's bytes. Equal jobs give equal bytes. */
  make(job: Job, sources: ExportSources): Promise<Buffer>;
}
