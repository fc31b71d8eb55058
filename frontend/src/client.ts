import { QueryClient } from "@tanstack/react-query";
import { ApiProblem } from "./api/problem";

function mayHelpAgain(failures: number, problem: Error): boolean {
  const temporary = problem instanceof ApiProblem && (problem.status === 0 || problem.status >= 500);
  return temporary && failures < 2;
}

export function newQueryClient(): QueryClient {
  return new QueryClient({ defaultOptions: { queries: { staleTime: 30_000, retry: mayHelpAgain } } });
}
