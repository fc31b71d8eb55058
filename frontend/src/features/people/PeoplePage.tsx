import { useState } from "react";
import { Route, Routes } from "react-router";
import { NotFound } from "../../shell/NotFound";
import { usePlatformMay } from "../../shell/standing";
import { PeopleList } from "./PeopleList";
import { PersonPage } from "./PersonPage";

export default function PeoplePage() {
  const mayList = usePlatformMay("users_list");
  // Here, so that it is there again after a look at somebody; in no address, where names and addresses would be logged.
  const [sought, seek] = useState("");
  if (!mayList) return <NotFound />;
  return (
    <Routes>
      <Route index element={<PeopleList sought={sought} seek={seek} />} />
      <Route path=":user" element={<PersonPage />} />
      <Route path="*" element={<NotFound />} />
    </Routes>
  );
}
