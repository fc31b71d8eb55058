// What a worker carries out, in the order of the log: the answer waits for it and says what came of it.
import { api, body, type Schemas } from "./client";
import { ApiProblem, toldProblem } from "./problem";

export type Command = Schemas["command_status"];

/** As a header of the request. A little less than the API waits at most. */
export const waits = { Prefer: "wait=8" } as const;

const asked_again_most = 10;
const usual_pause_ms = 1000;
const later = (pause_ms: number) => new Promise((resolve) => setTimeout(resolve, pause_ms));

function unfinished(call: string): ApiProblem {
  return new ApiProblem(
    0,
    "command_unfinished",
    "It is accepted and stands in the log, but is not carried out yet. It will be, once: look again in a while.",
    undefined,
    call,
  );
}

/** Throws the ApiProblem that the command ended with, or one that says that it has not ended yet. */
export async function carriedOut(sent: Promise<{ data?: Command }>, pause_ms = usual_pause_ms): Promise<Command> {
  let command = await body(sent);
  const call = `${command.type} ${command.id}`;
  for (let times = 0; command.status === "accepted"; ++times) {
    if (times === asked_again_most) throw unfinished(call);
    await later(pause_ms);
    command = await body(api.GET("/api/v1/commands/{command}", { params: { path: { command: command.id } } }));
  }
  if (command.status === "failed") throw toldProblem(command.problem ?? {}, call);
  return command;
}
