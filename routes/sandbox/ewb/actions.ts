/** What faults are planned by: the operation behind an action. */
export const actions: Readonly<Record<string, string>> = {
  GENEWAYBILL: "generate",
  VEHEWB: "update_vehicle",
  UPDATETRANSPORTER: "update_transporter",
  EXTENDVALIDITY: "extend",
  CANEWB: "cancel",
  REJEWB: "reject",
  CLSEWB: "close",
  CLOSEEWB: "close",
  GENCEWB: "consolidate",
  REGENTRIPSHEET: "consolidate_again",
  MULTIVEHMOVINT: "start_movement",
  MULTIVEHADD: "add_vehicle",
  MULTIVEHUPD: "replace_vehicle",
};
