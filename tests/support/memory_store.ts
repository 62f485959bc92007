import { Buffer } from "node:buffer";
import type { ObjectStore } from "../../domain/gateways/object_store/mod.ts";

/** An object store that forgets everything when the test ends; `objects` are what lies there, by key. */
export interface MemoryStore extends ObjectStore {
  readonly objects: Map<string, Uint8Array>;
}

export function memoryStore(): MemoryStore {
  const objects = new Map<string, Uint8Array>();
  return {
    objects,
    put(key, bytes) {
      const there = objects.get(key);
      if (there && !Buffer.from(there).equals(bytes)) {
        return Promise.resolve({ outcome: "refused", why: `other bytes lie under ${key}` });
      }
      objects.set(key, Uint8Array.from(bytes));
      return Promise.resolve({ outcome: "done", already: there !== undefined });
    },
    get(key) {
      const bytes = objects.get(key);
      return Promise.resolve(bytes ? { outcome: "done", bytes: Uint8Array.from(bytes) } : { outcome: "missing" });
    },
    describe: () => "memory",
  };
}
