import type postgres from "postgres";

type AnySql = postgres.Sql | postgres.TransactionSql | postgres.ReservedSql;
type Work = (sql: postgres.TransactionSql) => unknown;

/**
 * The driver counts rows a connection, not a query, and forgets to begin anew after a query that failed half-way: the
 * next answer on that connection then begins with holes, and `const [row] = …` reads nothing where there is a row
 * (porsager/postgres issues 1119 and 1181, open in 3.4.9). Every query of ours goes through here and loses its holes.
 */
export function withWholeResults<S extends AnySql>(sql: S): S {
  return new Proxy(sql, {
    apply: (target, self, args) => mended(Reflect.apply(target as never, self, args)),
    get(target, name) {
      const value = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      switch (name) {
        case "unsafe":
          return (...args: unknown[]) => mended(value.apply(target, args));
        case "begin":
        case "savepoint":
          return (...args: unknown[]) =>
            value.apply(target, args.map((arg) => typeof arg === "function" ? inside(arg as Work) : arg));
        case "reserve":
          return async () => withWholeResults(await value.call(target));
        default:
          return value;
      }
    },
  });
}

const inside = (work: Work): Work => (sql) => work(withWholeResults(sql));

/** The driver settles a query through its `resolve`; a fragment or an identifier has none and passes as it is. */
function mended(query: unknown): unknown {
  if (!(query instanceof Promise) || !("resolve" in query) || typeof query.resolve !== "function") return query;
  const settle = query.resolve;
  return Object.assign(query, { resolve: (result: unknown) => settle(withoutHoles(result)) });
}

/** In place, for the driver's result carries its count and columns. */
function withoutHoles(result: unknown): unknown {
  if (!Array.isArray(result) || !("count" in result) || result.length === result.count) return result;
  const rows = result.filter(() => true);
  result.length = 0;
  result.push(...rows);
  return result;
}
