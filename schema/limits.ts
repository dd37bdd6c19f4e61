/** What the service takes, for whoever gives it something. */

/** Megabytes of 2^20 bytes of a picture, or of a text that is read as one. */
export const UPLOAD_MAX_MB = 40;
