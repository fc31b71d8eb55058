import { act, renderHook } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { describe, expect, it } from "vitest";
import { problem, server } from "../../test/server";
import { api } from "./client";
import { settleProof, useProofAsked } from "./proof";
import { forget } from "./token";

let good: boolean;
const revoke = (key: string) => api.DELETE("/api/v1/api-keys/{key}", { params: { path: { key } } });

function asking() {
  good = false;
  const seen: string[] = [];
  server.use(
    http.delete("*/api/v1/api-keys/:key", ({ params }) => {
      seen.push(params.key as string);
      return good ? new HttpResponse(null, { status: 204 }) : problem(403, "step_up_required", "Give it again.");
    }),
  );
  return seen;
}

describe("a proof", () => {
  it("is asked for once, however many wait for it", async () => {
    const seen = asking();
    const { result } = renderHook(useProofAsked);
    const both = Promise.all([revoke("a"), revoke("b")]);
    await expect.poll(() => seen.length).toBe(2);
    await expect.poll(() => result.current).toBe(true);
    good = true;
    act(() => settleProof(true));
    await both;
    expect(seen.slice(2).sort()).toEqual(["a", "b"]);
    expect(result.current).toBe(false);
  });

  it("that does not help is asked for no second time", async () => {
    const seen = asking();
    const { result } = renderHook(useProofAsked);
    const one = revoke("a");
    await expect.poll(() => result.current).toBe(true);
    act(() => settleProof(true));
    await expect(one).rejects.toMatchObject({ status: 403, code: "step_up_required" });
    expect(seen).toHaveLength(2);
  });

  it("is not waited for where nobody can be asked, nor when the session is over", async () => {
    asking();
    await expect(revoke("a")).rejects.toMatchObject({ code: "step_up_required" });
    const { result } = renderHook(useProofAsked);
    const one = revoke("b");
    await expect.poll(() => result.current).toBe(true);
    act(() => forget());
    await expect(one).rejects.toMatchObject({ code: "step_up_required" });
  });
});
