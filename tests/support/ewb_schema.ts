import schema from "./ewb_schema_v1.03.json" with { type: "json" };

/** A property of NIC's schema, as far as it uses JSON Schema. */
interface Property {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Property>>;
  readonly required?: readonly string[];
  readonly items?: Property;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/**
 * What a document breaks of NIC's schema of GENEWAYBILL 1.03 (ewb_schema_v1.03.json), a sentence a fault; a name the schema
 * does not know is one. Written apart from the sandbox, which has rules of its own.
 */
export function ewbSchemaFaults(payload: unknown): string[] {
  return faultsOf(payload, schema as Property, "");
}

function faultsOf(value: unknown, property: Property, at: string): string[] {
  const types = [property.type ?? []].flat();
  const type = Array.isArray(value) ? "array" : typeof value;
  if (types.length > 0 && !types.includes(type)) return [`${at} is ${type}, not ${types.join(" or ")}`];
  const limits: [boolean, string][] = [
    [property.enum !== undefined && !property.enum.includes(value), `is not one of ${property.enum}`],
    [
      typeof value === "string" && value.length > (property.maxLength ?? Infinity),
      `is longer than ${property.maxLength}`,
    ],
    [typeof value === "string" && !new RegExp(property.pattern ?? "").test(value), `is not like ${property.pattern}`],
    [typeof value === "number" && value < (property.minimum ?? -Infinity), `is under ${property.minimum}`],
    [typeof value === "number" && value > (property.maximum ?? Infinity), `is over ${property.maximum}`],
    [Array.isArray(value) && value.length < (property.minItems ?? 0), `has fewer than ${property.minItems}`],
    [Array.isArray(value) && value.length > (property.maxItems ?? Infinity), `has more than ${property.maxItems}`],
  ];
  const faults = limits.filter(([broken]) => broken).map(([, words]) => `${at} ${words}`);
  if (Array.isArray(value)) {
    return [...faults, ...value.flatMap((entry, i) => faultsOf(entry, property.items ?? {}, `${at}/${i}`))];
  }
  if (typeof value !== "object" || value === null) return faults;
  return [...faults, ...objectFaults(value as Record<string, unknown>, property, at)];
}

function objectFaults(value: Record<string, unknown>, property: Property, at: string): string[] {
  const missing = (property.required ?? []).filter((name) => value[name] === undefined);
  const inner = Object.entries(value).flatMap(([name, entry]) => {
    const known = property.properties?.[name];
    return known ? faultsOf(entry, known, `${at}/${name}`) : [`${at}/${name} is not known`];
  });
  return [...missing.map((name) => `${at}/${name} is missing`), ...inner];
}
