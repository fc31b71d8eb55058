import { queryOptions } from "@tanstack/react-query";
import { api, body, type Schemas } from "../../api/client";

export type AppSecret = Schemas["totp_secret"];

/** Whether a code is asked for beside one's password. */
export const factor = queryOptions({
  queryKey: ["factor"],
  queryFn: ({ signal }) => body(api.GET("/api/v1/users/me/mfa", { signal })),
});
