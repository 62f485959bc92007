/** Makes the months of `ops.api_calls` ahead, and drops those the database's setting lets go. */
export const makePartitions = "ops.make_partitions";
