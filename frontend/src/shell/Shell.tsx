import { Box, Drawer, Flex, IconButton, Portal, Skeleton, Stack, Text, VisuallyHidden } from "@chakra-ui/react";
import { lazy, Suspense, useCallback, useMemo, useState } from "react";
import { Outlet, useLocation, useNavigate } from "react-router";
import { savePreferences, type ThemeChoice } from "../api/people";
import { leave, type Session } from "../features/session/session";
import { ErrorBoundary } from "../ui/ErrorBoundary";
import { Brand, CloseIcon, MenuIcon } from "../ui/icons";
import { ProblemView } from "../ui/ProblemView";
import { enableShortcuts, type Shortcut, shortcutsEnabled, useShortcuts } from "./shortcuts";
import { type Actions, Sidebar } from "./Sidebar";
import { TenantContext, useKeptSearch, useTenantChoice, useTenantDetails } from "./tenant";
import { chooseTheme, nextTheme } from "./theme";

const Palette = lazy(() => import("./Palette"));
const Help = lazy(() => import("./Help"));

type SignedIn = Extract<Session, { state: "in" }>;

/** What is chosen here is the person's on every device; a failure costs that only. */
function keepFor(session: SignedIn, change: { theme?: ThemeChoice; shortcuts?: boolean }): void {
  if (session.kind !== "person") return;
  Object.assign(session.preferences, change);
  savePreferences(session.preferences).catch(() => undefined);
}

export function PageSkeleton() {
  return (
    <Stack gap="5" aria-busy="true">
      <VisuallyHidden>Loading</VisuallyHidden>
      <Skeleton h="12" maxW="80" />
      <Skeleton h="28" />
      <Skeleton h="96" />
    </Stack>
  );
}

export function Shell({ session }: { session: SignedIn }) {
  const { chosen, choose } = useTenantChoice(session.tenants);
  const details = useTenantDetails(chosen?.id);
  const [open, setOpen] = useState<"menu" | "palette" | "help">();
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const kept = useKeptSearch();

  const openPalette = useCallback(() => setOpen("palette"), []);
  const actions: Actions = useMemo(
    () => ({
      palette: openPalette,
      help: () => setOpen("help"),
      theme: (choice) => {
        chooseTheme(choice);
        keepFor(session, { theme: choice });
      },
      leave: () => void leave(),
    }),
    [openPalette, session],
  );
  const shortcuts: Shortcut[] = useMemo(
    () => [
      { keys: "g u", title: "Go to usage", run: () => void navigate(`/usage${kept}`) },
      { keys: "g e", title: "Go to events", run: () => void navigate(`/events${kept}`) },
      { keys: "/", title: "Find and do", run: openPalette },
      { keys: "t", title: "Next theme", run: () => actions.theme(nextTheme()) },
      { keys: "?", title: "Show these shortcuts", run: () => setOpen("help") },
    ],
    [navigate, kept, openPalette, actions],
  );
  useShortcuts(shortcuts, openPalette);

  const sidebar = { session, tenant: chosen, choose, actions };
  const close = () => setOpen(undefined);
  return (
    <Flex minH="100dvh">
      <Box
        asChild
        position="absolute"
        top="-20"
        left="2"
        px="3"
        py="2"
        bg="bg.panel"
        rounded="md"
        zIndex="skipNav"
        _focusVisible={{ top: "2" }}
      >
        <a href="#page">Skip to the page</a>
      </Box>
      <Box as="aside" aria-label="Sidebar" hideBelow="lg" w="60" flexShrink="0" borderEndWidth="1px" bg="bg.panel">
        <Box position="sticky" top="0" h="100dvh" overflowY="auto">
          <Sidebar {...sidebar} />
        </Box>
      </Box>
      <Flex direction="column" flex="1" minW="0">
        <Flex as="header" hideFrom="lg" align="center" gap="3" px="4" h="14" borderBottomWidth="1px" bg="bg.panel">
          <IconButton size="sm" variant="ghost" color="fg" aria-label="Open the menu" onClick={() => setOpen("menu")}>
            <MenuIcon size="5" />
          </IconButton>
          <Brand size="6" />
          <Text fontWeight="semibold" truncate>
            {chosen?.name ?? "Weir"}
          </Text>
        </Flex>
        <Box as="main" id="page" tabIndex={-1} outline="none" flex="1" p={{ base: "4", md: "8" }} maxW="7xl" w="full">
          <ErrorBoundary place={pathname}>
            {chosen === undefined && <NoTenant session={session} />}
            {details.isError && details.data === undefined && (
              <ProblemView
                title="The tenant could not be loaded"
                problem={details.error}
                retry={() => void details.refetch()}
              />
            )}
            {chosen !== undefined && details.isPending && <PageSkeleton />}
            {details.data && (
              <TenantContext value={details.data}>
                <Suspense fallback={<PageSkeleton />}>
                  <Outlet />
                </Suspense>
              </TenantContext>
            )}
          </ErrorBoundary>
        </Box>
      </Flex>
      <Drawer.Root open={open === "menu"} onOpenChange={({ open: is }) => !is && close()} placement="start" size="xs">
        <Portal>
          <Drawer.Backdrop />
          <Drawer.Positioner>
            <Drawer.Content aria-label="Menu" maxW="72">
              <Drawer.CloseTrigger asChild>
                <IconButton size="sm" variant="ghost" color="fg.muted" aria-label="Close the menu">
                  <CloseIcon />
                </IconButton>
              </Drawer.CloseTrigger>
              <Sidebar {...sidebar} done={close} />
            </Drawer.Content>
          </Drawer.Positioner>
        </Portal>
      </Drawer.Root>
      <Suspense>
        {open === "palette" && (
          <Palette
            close={close}
            shortcuts={shortcuts}
            tenants={session.tenants}
            choose={choose}
            leave={actions.leave}
          />
        )}
        {open === "help" && (
          <Help
            close={close}
            shortcuts={shortcuts}
            toggle={() => {
              enableShortcuts(!shortcutsEnabled());
              keepFor(session, { shortcuts: shortcutsEnabled() });
            }}
          />
        )}
      </Suspense>
    </Flex>
  );
}

function NoTenant({ session }: { session: SignedIn }) {
  return (
    <Text>
      {session.kind === "person"
        ? "You are a member of no tenant yet. Ask somebody of your company for an invitation."
        : "There is no tenant yet: the first event with a new subject makes one."}
    </Text>
  );
}
