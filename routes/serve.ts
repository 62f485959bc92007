/** Handles a request: the API, or a portal beside it. */
export type Handler = (request: Request, info: Deno.ServeHandlerInfo) => Response | Promise<Response>;

interface App {
  fetch(request: Request, info?: Deno.ServeHandlerInfo): Response | Promise<Response>;
}

/** The API, and under /sandbox the portals where there are any. */
export function beside(api: App, portals: App | null): Handler {
  if (!portals) return (request, info) => api.fetch(request, info);
  return (request, info) => {
    const isPortals = new URL(request.url).pathname.startsWith("/sandbox/");
    return (isPortals ? portals : api).fetch(request, info);
  };
}

export interface Serving {
  readonly port: number;
  /** Takes no new request, waits for those under way. */
  stop(): Promise<void>;
}

/**
 * Listens on `port`; with `orFree`, on a free one where it is taken. Deno Deploy ignores the port and calls the handler.
 */
export function serve(handler: Handler, port: number, orFree = false): Serving {
  const listen = (port: number) =>
    Deno.serve({ port, hostname: "0.0.0.0", onListen: () => {} }, (request, info) => handler(request, info));
  const server = listenOr(listen, port, orFree);
  return { port: (server.addr as Deno.NetAddr).port, stop: () => server.shutdown() };
}

function listenOr(listen: (port: number) => Deno.HttpServer, port: number, orFree: boolean): Deno.HttpServer {
  try {
    return listen(port);
  } catch (error) {
    if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    if (orFree) return listen(0);
    throw new Error(`port ${port} is taken; set PAKKA_PORT to another one`);
  }
}

/** Resolves when the process is asked to stop (SIGTERM, SIGINT); where signals cannot be heard, never. */
export function askedToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      try {
        Deno.addSignalListener(signal, resolve);
      } catch {
        // A host that sends none stops the process itself.
      }
    }
  });
}
