import { folderStore, type ObjectStore, type S3Place, s3Store } from "../gateways/object_store/mod.ts";

export type { ObjectStore };

/** The object store the installation is set to: a folder of this machine, or a bucket. */
export type DocumentPlace =
  | { readonly kind: "folder"; readonly folder: string }
  | ({ readonly kind: "s3" } & S3Place);

export function documentStore(place: DocumentPlace): ObjectStore {
  return place.kind === "s3" ? s3Store(place) : folderStore(place.folder);
}
