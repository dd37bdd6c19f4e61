/**
 * The schema, as numbered steps that never change once released: a file of version N has seen the first N of them.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE jobs (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    idempotency_key TEXT UNIQUE,
    request_hash TEXT NOT NULL,
    state TEXT NOT NULL,
    seq INTEGER NOT NULL,
    created TEXT NOT NULL,
    finished TEXT,
    text TEXT,
    spec TEXT NOT NULL,
    plan TEXT NOT NULL,
    evaluations INTEGER NOT NULL DEFAULT 0,
    network_ms REAL NOT NULL DEFAULT 0,
    diagnosis TEXT
  );
  CREATE INDEX jobs_state ON jobs (state, number);

  CREATE TABLE cells (
    id TEXT PRIMARY KEY,
    job INTEGER NOT NULL REFERENCES jobs (number) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    place TEXT NOT NULL,
    params TEXT NOT NULL,
    content_key TEXT,
    state TEXT NOT NULL,
    cached INTEGER NOT NULL DEFAULT 0,
    image TEXT,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    failure TEXT,
    queued_ms INTEGER,
    draw_ms INTEGER,
    crashes INTEGER NOT NULL DEFAULT 0,
    seq INTEGER NOT NULL
  );
  CREATE UNIQUE INDEX cells_job ON cells (job, position);
  CREATE INDEX cells_key ON cells (content_key, state);
  CREATE INDEX cells_state ON cells (job, state);
  CREATE INDEX cells_image ON cells (image);

  CREATE TABLE pictures (
    content_key TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    size_bytes INTEGER NOT NULL,
    created TEXT NOT NULL
  );
  CREATE INDEX pictures_sha256 ON pictures (sha256);

  CREATE TABLE marks (
    content_key TEXT PRIMARY KEY,
    rating INTEGER,
    flag TEXT
  );

  CREATE TABLE file_hashes (
    path TEXT PRIMARY KEY,
    size_bytes INTEGER NOT NULL,
    modified_ms REAL NOT NULL,
    sha256 TEXT NOT NULL
  );

  CREATE TABLE inspections (
    path TEXT PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    inspection TEXT NOT NULL
  );

  CREATE TABLE paces (
    model TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    evaluation_s REAL NOT NULL,
    fixed_s REAL NOT NULL,
    samples INTEGER NOT NULL,
    PRIMARY KEY (model, width, height)
  );
  `,
  `
  CREATE TABLE thumbnails (
    sha256 TEXT PRIMARY KEY,
    webp BLOB NOT NULL
  );
  `,
  `
  CREATE TABLE uploads (
    sha256 TEXT PRIMARY KEY,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    size_bytes INTEGER NOT NULL,
    created TEXT NOT NULL
  );
  `,
  `
  DROP TABLE file_hashes;
  CREATE TABLE file_hashes (
    path TEXT NOT NULL,
    kind TEXT NOT NULL,
    stamp TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (path, kind)
  );
  `,
  `
  CREATE TABLE first_configs (
    weights TEXT PRIMARY KEY,
    configs TEXT NOT NULL
  );
  `
];
