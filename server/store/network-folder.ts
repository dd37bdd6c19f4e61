import { readFileSync, realpathSync, statfsSync } from 'node:fs';
import { sep } from 'node:path';

/** What Linux's statfs tells of file systems that lie on another machine, by their magic numbers (statfs(2), linux/magic.h). */
const NETWORK: Readonly<Record<number, string>> = {
  0x6969: 'nfs',
  0xff534d42: 'cifs',
  0xfe534d42: 'smb2',
  0x517b: 'smb',
  0x01021997: '9p',
  0x00c36400: 'ceph',
  0x5346414f: 'afs',
  0x6b414653: 'afs',
  0x0bd00bd0: 'lustre',
  0x47504653: 'gpfs',
  0x19830326: 'beegfs',
  0x013661: 'gfs2',
  0x7461636f: 'ocfs2',
  0x73757245: 'coda',
  0x564c: 'ncp',
  0x786f4256: 'vboxsf'
};
const FUSE = 0x65735546;
/** What of FUSE lies on this machine; of anything else (sshfs, rclone, virtiofs) that isn't sure. */
const LOCAL_FUSE =
  /^(fuseblk|fuse\.(fuse-overlayfs|bindfs|mergerfs|ntfs-3g|exfat|ext4|encfs|gocryptfs|cryfs|securefs|apfs|zfs-fuse))$/;

/** What the system says of mounts; tests say something else. */
export type MountLook = {
  platform: NodeJS.Platform;
  /** The magic number of a folder's file system. */
  magic(folder: string): number;
  /** The text of /proc/self/mountinfo. */
  mounts(): string;
};

const real: MountLook = {
  platform: process.platform,
  magic: folder => statfsSync(folder).type,
  mounts: () => readFileSync('/proc/self/mountinfo', 'utf8')
};

/**
 * The kind of network file system that a folder lies on, such as `nfs`; null for a disk of this machine, and where nobody can tell: on
 * other systems than Linux these numbers mean other things.
 */
export function networkOf(folder: string, { platform, magic, mounts }: MountLook = real): string | null {
  if (platform !== 'linux') {
    return null;
  }
  try {
    // Magic numbers of 32 bits come with a sign on some machines.
    const found = magic(folder) >>> 0;
    if (found !== FUSE) {
      return NETWORK[found] ?? null;
    }
    const kind = mountedAs(realpathSync(folder), mounts());
    return LOCAL_FUSE.test(kind) ? null : kind;
  } catch {
    return null;
  }
}

/** The type of the mount that a path lies in: the innermost, of equals the last. proc_pid_mountinfo(5) tells the fields. */
function mountedAs(path: string, mountinfo: string): string {
  let best = { length: -1, type: 'fuse' };
  for (const line of mountinfo.split('\n')) {
    const [where, what] = line.split(' - ');
    const point = where
      .split(' ')[4]
      ?.replace(/\\([0-7]{3})/g, (_, code: string) => String.fromCharCode(parseInt(code, 8)));
    const inside = point && (path === point || path.startsWith(point.endsWith(sep) ? point : point + sep));
    if (inside && what && point.length >= best.length) {
      best = { length: point.length, type: what.split(' ')[0] };
    }
  }
  return best.type;
}
