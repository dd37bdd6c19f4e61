import { existsSync, mkdirSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Database } from '../store/database';
import { PictureFiles } from '../store/picture-files';
import { ModelIdentities } from '../store/model-identities';
import { PictureStore } from '../store/picture-store';
import { temporaryFolder } from '../testing/test-service';
import { reconcile } from './reconcile';

const row = (sha256: string, sizeBytes: number): Parameters<PictureStore['put']>[0] => ({
  key: `key of ${sha256}`,
  sha256,
  width: 8,
  height: 8,
  sizeBytes
});

test('after a kill, files and rows are brought together both ways', async () => {
  const folder = temporaryFolder();
  const database = new Database(join(folder, 'db'));
  const pictures = new PictureStore(database);
  const files = new PictureFiles(folder);
  const [kept, lost, cut, orphan] = await Promise.all(
    ['kept', 'lost', 'cut', 'orphan'].map(each => files.put(Buffer.from(each)))
  );
  pictures.put(row(kept, 4), 'now');
  pictures.put(row(lost, 4), 'now');
  pictures.put(row(cut, 3), 'now');
  unlinkSync(files.path(lost));
  truncateSync(files.path(cut), 1);
  mkdirSync(join(folder, 'images', 'v1', 'zz'));
  const temporary = `${files.path(kept)}.12-1.tmp`;
  writeFileSync(temporary, 'half');
  await reconcile(database, pictures, files, new ModelIdentities(database));
  expect(pictures.all().map(({ sha256: hash }) => hash)).toEqual([kept]);
  expect([...(await files.list()).keys()]).toEqual([kept]);
  expect(existsSync(temporary)).toBe(false);
  expect(existsSync(files.path(orphan))).toBe(false);
  database.close();
});
