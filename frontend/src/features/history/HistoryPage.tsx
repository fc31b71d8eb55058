import { Route, Routes } from "react-router";
import { NotFound } from "../../shell/NotFound";
import { usePlatformMay } from "../../shell/standing";
import { ImportPage } from "./ImportPage";
import { ImportsView } from "./ImportsView";

/** Usage from before Weir, for staff. */
export default function HistoryPage() {
  if (!usePlatformMay("history_read")) return <NotFound />;
  return (
    <Routes>
      <Route index element={<ImportsView />} />
      <Route path=":import" element={<ImportPage />} />
      <Route path="*" element={<NotFound />} />
    </Routes>
  );
}
