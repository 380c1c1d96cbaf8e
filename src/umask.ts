/** What we write is for the user alone, whatever his umask; what he runs through us has the one that he set. */
const OURS = 0o077;
const users = process.umask();

/** For the whole program, at its start. */
export function narrowUmask(): void {
  process.umask(OURS);
}

/** As the user had it, for another bundle of the program that takes over and reads it anew. */
export function widenUmask(): void {
  process.umask(users);
}

/** For what is started in it. */
export function withUsersUmask<T>(start: () => T): T {
  process.umask(users);
  try {
    return start();
  } finally {
    process.umask(OURS);
  }
}
