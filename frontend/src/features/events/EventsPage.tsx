import { Box, Flex } from "@chakra-ui/react";
import { NavLink, Route, Routes } from "react-router";
import { useKeptSearch } from "../../shell/tenant";
import { NotFound } from "../../shell/NotFound";
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

function Parts() {
  const kept = useKeptSearch();
  return (
    <Flex as="nav" aria-label="Events" gap="1" borderBottomWidth="1px" mb="5" overflowX="auto" overflowY="hidden">
      {parts.map(({ to, title }) => (
        <NavLink key={to} to={to + kept} end>
          {({ isActive }) => (
            <Box
              px="3"
              py="2"
              whiteSpace="nowrap"
              borderBottomWidth="2px"
              borderColor={isActive ? "teal.fg" : "transparent"}
              color={isActive ? "fg" : "fg.muted"}
              fontWeight={isActive ? "semibold" : "medium"}
              _hover={{ color: "fg" }}
            >
              {title}
            </Box>
          )}
        </NavLink>
      ))}
    </Flex>
  );
}

export default function EventsPage() {
  return (
    <>
      <title>Events · Weir</title>
      <PageHead title="Events" about="What was sent, and what became of it." />
      <Parts />
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
