import { Route, Routes } from "react-router";
import { NotFound } from "../../shell/NotFound";
import { EndpointPage } from "./EndpointPage";
import { EndpointsView } from "./EndpointsView";

/** The pages of webhooks, whosever they are. */
export function Pages() {
  return (
    <Routes>
      <Route index element={<EndpointsView />} />
      <Route path=":endpoint" element={<EndpointPage />} />
      <Route path="*" element={<NotFound />} />
    </Routes>
  );
}
