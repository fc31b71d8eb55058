// The three lists, page by page.
import { api, body, type Schemas } from "../../api/client";
import type { TenantAsk } from "../../shell/list";

export type Fate = Schemas["event_fate"];
export type Rejected = Schemas["rejected"];
export type Conflict = Schemas["conflict"];

export const recent: TenantAsk<Fate> = ({ query, headers, signal }) =>
  body(api.GET("/api/v1/events", { params: { query }, headers, signal }));
export const rejected: TenantAsk<Rejected> = ({ query, headers, signal }) =>
  body(api.GET("/api/v1/rejected", { params: { query }, headers, signal }));
export const conflicts: TenantAsk<Conflict> = ({ query, headers, signal }) =>
  body(api.GET("/api/v1/conflicts", { params: { query }, headers, signal }));
