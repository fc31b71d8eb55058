import { http, HttpResponse } from "msw";
import { describe, expect, it } from "vitest";
import { server } from "../../test/server";
import { carriedOut, type Command, waits } from "./command";
import { onceKeys } from "./once";
import { ApiProblem, problemAt } from "./problem";

const accepted: Command = {
  id: "cmd_01ARZ3NDEKTSV4RRFFQ69G5FAV",
  type: "weir.subscription.change.v1",
  status: "accepted",
  resource: null,
  problem: null,
  job: null,
  issued_at: "2026-11-20T10:00:00Z",
  finished_at: null,
};
const sent = (command: Command) => carriedOut(Promise.resolve({ data: command }), 1);

function later(...answers: Command[]) {
  let asked = 0;
  server.use(
    http.get("*/api/v1/commands/:command", () => HttpResponse.json(answers[Math.min(asked++, answers.length - 1)])),
  );
  return () => asked;
}

describe("a command", () => {
  it("that is carried out meanwhile is not asked for again", async () => {
    const asked = later(accepted);
    expect(await sent({ ...accepted, status: "succeeded" })).toMatchObject({ status: "succeeded" });
    expect(asked()).toBe(0);
    expect(waits.Prefer).toMatch(/^wait=([1-9]|10)$/);
  });

  it("that takes longer is looked after", async () => {
    const asked = later(accepted, { ...accepted, status: "succeeded", resource: { id: "sub_1" } });
    expect(await sent(accepted)).toMatchObject({ resource: { id: "sub_1" } });
    expect(asked()).toBe(2);
  });

  it("that fails later says why, as if it had been refused at once", async () => {
    const problem = {
      status: 409,
      code: "plan_archived",
      detail: "The plan is archived.",
      request_id: "req_1",
      errors: [{ pointer: "/plan", code: "plan_archived", detail: "It is archived." }],
    };
    later({ ...accepted, status: "failed", problem });
    const failed: unknown = await sent(accepted).catch((thrown: unknown) => thrown);
    expect(failed).toMatchObject({ status: 409, code: "plan_archived", message: "The plan is archived." });
    expect(failed).toMatchObject({ requestId: "req_1" });
    expect(problemAt(failed, "/plan")).toBe("It is archived.");
  });

  it("that is not carried out in time says that it will be", async () => {
    const asked = later(accepted);
    await expect(sent(accepted)).rejects.toMatchObject({ code: "command_unfinished", status: 0 });
    expect(asked()).toBe(10);
  });
});

describe("a form that is sent again", () => {
  const refused = new ApiProblem(409, "plan_archived", "No.", undefined, "");
  const lost = new ApiProblem(0, "unreachable", "Nobody knows.", undefined, "");

  it("keeps its key until its fate is known, and as long as it says the same", async () => {
    const once = onceKeys();
    const keys: string[] = [];
    const send = (what: unknown, how: () => Promise<unknown>) =>
      once(what, (key) => {
        keys.push(key);
        return how();
      }).catch(() => undefined);
    await send({ plan: "a" }, () => Promise.reject(lost));
    await send({ plan: "a" }, () => Promise.reject(refused));
    await send({ plan: "a" }, () => Promise.reject(lost));
    await send({ plan: "b" }, () => Promise.reject(lost));
    await send({ plan: "b" }, () => Promise.resolve());
    const [first, second, third, fourth, fifth] = keys;
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
    expect([first, third]).not.toContain(fourth);
    expect(fifth).toBe(fourth);
  });
});
