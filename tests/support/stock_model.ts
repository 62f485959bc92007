/**
 * Stock worked out again apart from the database, in whole thousandths of a unit and whole paise: weighted average in
 * order of posting, the rules as domain/inventory/README.md tells them.
 */
export interface Place {
  quantity: bigint;
  value: bigint;
  /** Millionths of a rupee. */
  unitCost: bigint;
  onChallan: bigint;
  onChallanValue: bigint;
  /** What came and went, by its day. */
  readonly days: { day: string; quantity: bigint }[];
}

export interface Move {
  readonly place: Place;
  readonly day: string;
  readonly quantity: bigint;
  readonly value: bigint;
  readonly onChallan: boolean;
}

export const emptyPlace = (): Place => ({
  quantity: 0n,
  value: 0n,
  unitCost: 0n,
  onChallan: 0n,
  onChallanValue: 0n,
  days: [],
});

const abs = (n: bigint) => n < 0n ? -n : n;

/** Half away from zero, as numeric rounds. */
export function divide(a: bigint, b: bigint): bigint {
  const sign = (a < 0n) !== (b < 0n) ? -1n : 1n;
  return sign * ((2n * abs(a) + abs(b)) / (2n * abs(b)));
}

/** The least there was at the end of a day and of every later one. */
export function available(place: Place, day: string): bigint {
  const ends = [day, ...place.days.map((move) => move.day).filter((later) => later > day)];
  const closing = (end: string) =>
    place.days.filter((move) => move.day <= end).reduce((sum, move) => sum + move.quantity, 0n);
  return ends.map(closing).reduce((least, one) => one < least ? one : least);
}

/** What a move into or out of a place is worth; `cost` (not negative) where the goods' own is known. */
export function worth(place: Place, quantity: bigint, cost?: bigint): bigint {
  const { quantity: there, value, unitCost } = place;
  const left = there + quantity;
  if (quantity > 0n) {
    if (cost === undefined) return divide(quantity * unitCost, 10_000_000n);
    if (there < 0n) return divide(left * cost, quantity) - value;
    return there === 0n ? cost - value : cost;
  }
  if (left === 0n) return -value;
  if (left > 0n) {
    if (cost === undefined) return -divide(value * -quantity, there);
    return -(cost < value ? cost : value);
  }
  return there > 0n ? -value + divide(left * unitCost, 10_000_000n) : divide(quantity * unitCost, 10_000_000n);
}

/** Makes a move; a move back (`isReversal`) leaves no cost behind. */
export function make(move: Move, isReversal = false): Move {
  const { place, quantity, value } = move;
  if (move.onChallan) {
    place.onChallan += quantity;
    place.onChallanValue += value;
    return move;
  }
  place.quantity += quantity;
  place.value += value;
  place.days.push({ day: move.day, quantity });
  const average = place.quantity === 0n ? 0n : divide(place.value * 10_000_000n, place.quantity);
  const last = isReversal ? place.unitCost : divide(value * 10_000_000n, quantity);
  place.unitCost = average > 0n ? average : last > 0n ? last : 0n;
  return move;
}
