import { THUMBNAIL_BYTES_MAX } from '../../schema/payload';
import type { PictureFiles } from '../store/picture-files';
import type { PictureStore } from '../store/picture-store';
import { thumbnail } from './thumbnail';

/** Thumbnails of stored pictures. They are made when a picture is stored, and again when one is missing. */
export class ThumbnailCache {
  constructor(
    private readonly pictures: PictureStore,
    private readonly files: PictureFiles
  ) {}

  /** A WebP of at most `bytesMax` bytes; null when the picture isn't there or can't be made so small. */
  async get(hash: string, bytesMax: number): Promise<Uint8Array | null> {
    const kept = this.pictures.thumbnail(hash);
    if (kept && kept.length <= bytesMax) {
      return kept;
    }
    const png = await this.files.get(hash);
    if (!png) {
      return null;
    }
    const webp = await thumbnail(png, bytesMax);
    if (webp && bytesMax >= THUMBNAIL_BYTES_MAX) {
      this.pictures.keepThumbnail(hash, webp);
    }
    return webp;
  }
}
