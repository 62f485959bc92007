export { type DocumentKind, keepDocument, openDocument } from "./documents.ts";
