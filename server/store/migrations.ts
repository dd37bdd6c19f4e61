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
  `,
  `
  ALTER TABLE jobs ADD COLUMN client TEXT NOT NULL DEFAULT '';
  ALTER TABLE jobs ADD COLUMN priority INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE jobs ADD COLUMN rank REAL;
  UPDATE jobs SET rank = number;
  CREATE INDEX jobs_rank ON jobs (state, rank);

  ALTER TABLE jobs ADD COLUMN cells_total INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE jobs ADD COLUMN cells_queued INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE jobs ADD COLUMN cells_done INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE jobs ADD COLUMN cells_failed INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE jobs ADD COLUMN cells_cancelled INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE jobs ADD COLUMN cells_cached INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE jobs ADD COLUMN steps_total INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE jobs ADD COLUMN steps_open INTEGER NOT NULL DEFAULT 0;

  ALTER TABLE cells ADD COLUMN steps INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE cells ADD COLUMN rank INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE cells ADD COLUMN again TEXT;
  CREATE INDEX cells_again ON cells (again) WHERE again = '{"state":"waiting"}';
  UPDATE cells SET steps = coalesce(json_extract(params, '$.steps'), 0), rank = position;
  DROP INDEX cells_state;
  CREATE INDEX cells_state ON cells (job, state, rank);

  UPDATE jobs SET
    cells_total = (SELECT count(*) FROM cells WHERE job = number),
    cells_queued = (SELECT count(*) FROM cells WHERE job = number AND state = 'queued'),
    cells_done = (SELECT count(*) FROM cells WHERE job = number AND state = 'done'),
    cells_failed = (SELECT count(*) FROM cells WHERE job = number AND state = 'failed'),
    cells_cancelled = (SELECT count(*) FROM cells WHERE job = number AND state = 'cancelled'),
    cells_cached = (SELECT coalesce(sum(cached), 0) FROM cells WHERE job = number),
    steps_total = (SELECT coalesce(sum(steps), 0) FROM cells WHERE job = number),
    steps_open = (SELECT coalesce(sum(steps), 0) FROM cells WHERE job = number AND state IN ('queued', 'running'));

  CREATE TRIGGER cells_counted AFTER UPDATE OF state, cached ON cells
  WHEN old.state <> new.state OR old.cached <> new.cached
  BEGIN
    UPDATE jobs SET
      cells_queued = cells_queued + (new.state = 'queued') - (old.state = 'queued'),
      cells_done = cells_done + (new.state = 'done') - (old.state = 'done'),
      cells_failed = cells_failed + (new.state = 'failed') - (old.state = 'failed'),
      cells_cancelled = cells_cancelled + (new.state = 'cancelled') - (old.state = 'cancelled'),
      cells_cached = cells_cached + new.cached - old.cached,
      steps_open = steps_open
        + new.steps * ((new.state IN ('queued', 'running')) - (old.state IN ('queued', 'running')))
    WHERE number = new.job;
  END;

  ALTER TABLE jobs ADD COLUMN words TEXT NOT NULL DEFAULT '';
  UPDATE jobs SET words = char(10) || lower(
    coalesce(text, '') || ' ' || spec || char(10) || (
      SELECT coalesce(group_concat(fact, char(10)), '') FROM (
        SELECT DISTINCT each.key || '=' || each.value AS fact FROM cells, json_each(cells.params) AS each
        WHERE cells.job = number AND each.key IN ('model', 'sampler', 'scheduler', 'steps', 'cfg_scale', 'seed')
      )
    )
  ) || char(10);

  CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  );
  `,
  `
  CREATE INDEX cells_pictured ON cells (job, position) WHERE image IS NOT NULL;
  `,
  `
  CREATE TABLE inputs (
    cell TEXT NOT NULL REFERENCES cells (id) ON DELETE CASCADE,
    image TEXT NOT NULL,
    PRIMARY KEY (cell, image)
  ) WITHOUT ROWID;
  CREATE INDEX inputs_image ON inputs (image);
  INSERT OR IGNORE INTO inputs
    SELECT cells.id, each.value FROM cells, json_each(cells.params) AS each
    WHERE each.key IN ('init_image', 'mask') AND each.value IS NOT NULL;

  CREATE TABLE job_contents (
    number INTEGER PRIMARY KEY REFERENCES jobs (number) ON DELETE CASCADE ON UPDATE CASCADE,
    words TEXT NOT NULL,
    text TEXT,
    spec TEXT NOT NULL,
    plan TEXT NOT NULL
  );
  INSERT INTO job_contents SELECT number, words, text, spec, plan FROM jobs;
  ALTER TABLE jobs ADD COLUMN contents INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE jobs ADD COLUMN evaluations_naive INTEGER NOT NULL DEFAULT 0;
  UPDATE jobs SET evaluations_naive = coalesce(json_extract(plan, '$.unet_evals.naive'), 0);
  ALTER TABLE jobs DROP COLUMN text;
  ALTER TABLE jobs DROP COLUMN spec;
  ALTER TABLE jobs DROP COLUMN plan;
  ALTER TABLE jobs DROP COLUMN words;
  `,
  `
  ALTER TABLE jobs RENAME COLUMN steps_total TO work_total;
  ALTER TABLE jobs RENAME COLUMN steps_open TO work_open;
  ALTER TABLE cells RENAME COLUMN steps TO work;
  ALTER TABLE cells ADD COLUMN evaluations INTEGER NOT NULL DEFAULT 0;
  UPDATE cells SET evaluations = work * (1 + coalesce(json_extract(params, '$.cfg_scale') <> 1, 1));
  `,
  `
  ALTER TABLE marks ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
  `
];
