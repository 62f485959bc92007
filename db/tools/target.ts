import process from "node:process";
import { Refusal } from "../../domain/shared/refusals.ts";
import { startEmbedded } from "../embedded.ts";
import { loadPasswords, type Passwords } from "../embedded/passwords.ts";
import { readSettings } from "../settings.ts";
import { ToolError } from "./files.ts";

export interface Target {
  adminUrl: string;
  passwords: Passwords;
}

/** The database the tools work on: DATABASE_ADMIN_URL, else DATABASE_URL, else the embedded server for the while. */
export async function withTarget<T>(work: (target: Target) => Promise<T>): Promise<T> {
  const settings = readSettings();
  const adminUrl = settings.databaseAdminUrl ?? settings.databaseUrl;
  if (adminUrl) return await work({ adminUrl, passwords: await loadPasswords(settings.dataDir) });
  const embedded = await startEmbedded({ dataDir: settings.dataDir, onProgress: console.error });
  try {
    return await work(embedded);
  } finally {
    await embedded.stop();
  }
}

function sayWhy(error: unknown): unknown {
  if (error instanceof ToolError) return error.message;
  if (!(error instanceof Refusal)) return error;
  return [error.detail, ...error.errors.map(({ pointer, message }) => `  ${pointer || "/"}: ${message}`)].join("\n");
}

/** Runs a tool's main part: a refusal is told as a sentence, anything else with its stack; both end in exit code 1. */
export async function runTool(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    console.error(sayWhy(error));
    process.exitCode = 1;
  }
}
