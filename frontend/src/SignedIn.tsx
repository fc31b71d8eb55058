import { QueryClientProvider } from "@tanstack/react-query";
import { lazy, useState } from "react";
import { BrowserRouter, Navigate, Route, Routes } from "react-router";
import { newQueryClient } from "./client";
import type { Session } from "./features/session/session";
import { NotFound } from "./shell/NotFound";
import { Shell } from "./shell/Shell";
import { useKeptSearch } from "./shell/tenant";

const UsagePage = lazy(() => import("./features/usage/UsagePage"));
const EventsPage = lazy(() => import("./features/events/EventsPage"));

function ToUsage() {
  return <Navigate to={`/usage${useKeptSearch()}`} replace />;
}

/** Everything that needs a session, and that is loaded only then. */
export default function SignedIn(props: { session: Extract<Session, { state: "in" }> }) {
  // One for each session: nothing of somebody else's is left.
  const [client] = useState(newQueryClient);
  return (
    <QueryClientProvider client={client}>
      <BrowserRouter basename="/app">
        <Routes>
          <Route element={<Shell session={props.session} />}>
            <Route index element={<ToUsage />} />
            <Route path="usage" element={<UsagePage />} />
            <Route path="events/*" element={<EventsPage />} />
            <Route path="*" element={<NotFound />} />
          </Route>
        </Routes>
      </BrowserRouter>
    </QueryClientProvider>
  );
}
