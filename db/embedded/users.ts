import { join } from "node:path";

/**
 * Two lock files beside the data. `postgres.lock` is held while somebody starts or stops the server; `postgres.users`
 * is held (shared) by every process that uses it. The system lets go of both when a process dies, kill -9 included,
 * so the last one out can tell that it is.
 */
export interface Users {
  /** Runs `work` while no other process starts or stops this server. */
  alone<T>(work: () => Promise<T>): Promise<T>;
  enter(): Promise<void>;
  /** Lets go, and answers whether nobody else uses the server. */
  leave(): Promise<boolean>;
  /** Waits until no process uses the server. */
  untilEmpty(): Promise<void>;
  close(): void;
}

export async function openUsers(dataDir: string): Promise<Users> {
  const open = (name: string) => Deno.open(join(dataDir, name), { create: true, read: true, write: true });
  const [door, room] = [await open("postgres.lock"), await open("postgres.users")];
  return {
    async alone(work) {
      await door.lock(true);
      try {
        return await work();
      } finally {
        await door.unlock();
      }
    },
    enter: () => room.lock(false),
    async leave() {
      await room.unlock();
      if (!await room.tryLock(true)) return false;
      await room.unlock();
      return true;
    },
    async untilEmpty() {
      await room.lock(true);
      await room.unlock();
    },
    close() {
      door.close();
      room.close();
    },
  };
}
