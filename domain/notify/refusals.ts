import { defineRefusals } from "../shared/refusals.ts";

export const refuse = defineRefusals({
  webhook_url_not_allowed: { status: 400, message: "nothing is sent to this URL: {why}" },
});
