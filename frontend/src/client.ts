import { QueryCache, QueryClient } from "@tanstack/react-query";
import { ApiProblem, hasCode } from "./api/problem";

function mayHelpAgain(failures: number, problem: Error): boolean {
  const temporary = problem instanceof ApiProblem && (problem.status === 0 || problem.status >= 500);
  return temporary && failures < 2;
}

export function newQueryClient(): QueryClient {
  const queryCache = new QueryCache({
    // A tenant that has begun to ask for a second factor: its pages make way for one that says so.
    onError: (problem, { queryKey: [what] }) => {
      if (what !== "tenant" && hasCode(problem, "mfa_enrollment_required"))
        void client.invalidateQueries({ queryKey: ["tenant"] }, { cancelRefetch: false });
    },
  });
  const client = new QueryClient({
    queryCache,
    defaultOptions: { queries: { staleTime: 30_000, retry: mayHelpAgain } },
  });
  return client;
}
