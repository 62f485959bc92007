# The API by default; the jobs and the migrations by name:
#   docker build -t pakka .
#   docker run --env-file .env pakka db:migrate            once a release, before the new version starts
#   docker run --env-file .env -p 8000:8000 pakka          as many as are wanted
#   docker run --env-file .env --no-healthcheck pakka worker   with the DATABASE_URL of pakka_worker; as many as are wanted

FROM denoland/deno:2.9.6 AS build
WORKDIR /app
# Dependencies first: this layer changes only with the lock file.
COPY deno.json deno.lock ./
RUN deno install --frozen
COPY . .
RUN deno cache --frozen main.ts db/tools/migrate.ts

FROM denoland/deno:2.9.6
WORKDIR /app
ENV NO_COLOR=1
COPY --from=build /deno-dir /deno-dir
COPY --from=build /app /app
# The code belongs to root. What the process may write is .data, and Deno's own caches.
RUN mkdir .data && chown -R deno:deno .data /deno-dir
USER deno
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s \
  CMD ["deno", "eval", "await fetch(`http://127.0.0.1:${Deno.env.get('PAKKA_PORT') || 8000}/health/ready`).then((answer) => Deno.exit(answer.ok ? 0 : 1), () => Deno.exit(1))"]
# `deno task` hands SIGTERM on to the process, which finishes what it has in hand.
ENTRYPOINT ["/tini", "--", "deno", "task"]
CMD ["start"]
