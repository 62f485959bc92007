import inv01 from "./inv01.json" with { type: "json" };

interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** What a payload breaks of the INV-01 schema, in the portal's sentences; unknown keys are let pass, as there. */
export function schemaErrors(payload: unknown): string[] {
  return check(payload, inv01 as Schema, "");
}

/** What an e-way bill by IRN breaks of its form: EwbDtls, with places of its own and the IRN beside. */
export function billErrors(wish: unknown): string[] {
  const parts = (inv01 as Schema).properties ?? {};
  const { Nm: _name, ...place } = parts.DispDtls?.properties ?? {};
  const ship = { type: "object", properties: place, required: ["Addr1", "Loc", "Pin", "Stcd"] };
  const irn = { type: "string", pattern: "^[0-9a-fA-F]{64}$" };
  const properties = { ...parts.EwbDtls?.properties, ExpShipDtls: ship, DispDtls: parts.DispDtls ?? {}, Irn: irn };
  return check(wish, { type: "object", properties, required: ["Distance"] }, "");
}

function check(value: unknown, schema: Schema, path: string): string[] {
  if (schema.type === "object") return checkObject(value, schema, path);
  if (schema.type === "array") return checkArray(value, schema, path);
  if (schema.type === "number") return checkNumber(value, schema, path);
  return checkText(value, schema, path);
}

function checkObject(value: unknown, schema: Schema, path: string): string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return [`The field ${path || "Invoice"} must be an object`];
  }
  const given = value as Record<string, unknown>;
  const isGiven = (name: string) => given[name] !== undefined && given[name] !== null;
  const at = (name: string) => path ? `${path}.${name}` : name;
  const missing = (schema.required ?? []).filter((name) => !isGiven(name))
    .map((name) => `The field ${at(name)} must be given, it is required`);
  const wrong = Object.entries(schema.properties ?? {}).filter(([name]) => isGiven(name))
    .flatMap(([name, property]) => check(given[name], property, at(name)));
  return [...missing, ...wrong];
}

function checkArray(value: unknown, schema: Schema, path: string): string[] {
  if (!Array.isArray(value)) return [`The field ${path} must be an array`];
  const { minItems = 0, maxItems = Infinity, items = {} } = schema;
  if (value.length < minItems || value.length > maxItems) {
    return [`The field ${path} must have ${minItems} to ${maxItems} entries`];
  }
  return value.flatMap((entry, index) => check(entry, items, `${path}[${index}]`));
}

function checkNumber(value: unknown, schema: Schema, path: string): string[] {
  if (typeof value !== "number") return [`The field ${path} must be a number`];
  const { minimum = -Infinity, maximum = Infinity } = schema;
  return value >= minimum && value <= maximum ? [] : [`The field ${path} must be between ${minimum} and ${maximum}`];
}

function checkText(value: unknown, schema: Schema, path: string): string[] {
  if (typeof value !== "string") return [`The field ${path} must be a string`];
  const { minLength = 0, maxLength = Infinity, pattern, enum: allowed } = schema;
  if (value.length < minLength || value.length > maxLength) {
    return [
      `The field ${path} must be a string with a minimum length of ${minLength} and a maximum length of ${maxLength}`,
    ];
  }
  if (allowed && !allowed.includes(value)) return [`The field ${path} must be one of ${allowed.join(", ")}`];
  if (pattern && !new RegExp(pattern).test(value)) {
    return [`The field ${path} must match the regular expression ${pattern}`];
  }
  return [];
}
