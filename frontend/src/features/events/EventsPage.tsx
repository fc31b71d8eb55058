import { Route, Routes } from "react-router";
import { NotFound } from "../../shell/NotFound";
import { Parts } from "../../shell/Parts";
import { PageHead } from "../../ui/Panel";
import { ConflictsList } from "./ConflictsList";
import { FindEvent } from "./FindEvent";
import { RecentList } from "./RecentList";
import { RejectedList } from "./RejectedList";

const parts = [
  { to: "/events", title: "Recent" },
  { to: "/events/find", title: "Where is my event?" },
  { to: "/events/rejected", title: "Rejected" },
  { to: "/events/conflicts", title: "Conflicts" },
];

export default function EventsPage() {
  return (
    <>
      <title>Events · Weir</title>
      <PageHead title="Events" about="What was sent, and what became of it." />
      <Parts name="Events" parts={parts} />
      <Routes>
        <Route index element={<RecentList />} />
        <Route path="find" element={<FindEvent />} />
        <Route path="rejected" element={<RejectedList />} />
        <Route path="conflicts" element={<ConflictsList />} />
        <Route path="*" element={<NotFound />} />
      </Routes>
    </>
  );
}
