import { Box, Drawer, Flex, IconButton, Portal, Text } from "@chakra-ui/react";
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from "react";
import { Outlet, useLocation, useNavigate } from "react-router";
import { changePreferences, leave, type SignedIn } from "../features/session/session";
import { ErrorBoundary } from "../ui/ErrorBoundary";
import { Brand, CloseIcon, MenuIcon } from "../ui/icons";
import { Said } from "../ui/said";
import { PageSkeleton } from "./PageSkeleton";
import { places } from "./places";
import { ProvedBanner } from "./ProvedBanner";
import { type Shortcut, shortcutsEnabled, useShortcuts } from "./shortcuts";
import { type Actions, Sidebar } from "./Sidebar";
import { type Standing, StandingContext, useActing } from "./standing";
import { useKeptSearch, useTenantChoice, useTenantDetails } from "./tenant";
import { nextTheme } from "./theme";
import { VisitBanner } from "./VisitBanner";

const loadPalette = () => import("./Palette");
const Palette = lazy(loadPalette);
const Help = lazy(() => import("./Help"));

/** What is chosen here is the person's on every device; a failure costs that only. */
function keep(change: Parameters<typeof changePreferences>[0]): void {
  changePreferences(change).catch(() => undefined);
}

/** The tenant that is looked at, and as whom; staff confirm each tenant that they visit. */
function useStandingOf(session: SignedIn) {
  const { chosen, visiting, named, choose } = useTenantChoice(session);
  const [entered, setEntered] = useState<ReadonlySet<string>>(new Set());
  const inside = chosen !== undefined && (!visiting || entered.has(chosen.id));
  const about = inside ? chosen.id : undefined;
  const details = useTenantDetails(about);
  const acting = useActing(session, about);
  const enter = () => setEntered(new Set([...entered, chosen?.id ?? ""]));
  const standing: Standing = { session, chosen, visiting, inside, enter, details, acting };
  return { standing, choose, looking: named.isLoading };
}

export function Shell({ session }: { session: SignedIn }) {
  const { standing, choose, looking } = useStandingOf(session);
  const { chosen, visiting, inside, acting } = standing;
  const [open, setOpen] = useState<"menu" | "palette" | "help">();
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const kept = useKeptSearch();

  const openPalette = useCallback(() => setOpen("palette"), []);
  // Before it is asked for: whoever opens it types at once.
  useEffect(() => void loadPalette().catch(() => undefined), []);
  const actions: Actions = useMemo(
    () => ({
      palette: openPalette,
      help: () => setOpen("help"),
      theme: (theme) => keep({ theme }),
      leave: () => void leave(),
    }),
    [openPalette],
  );
  const shortcuts: Shortcut[] = [
    ...places
      .filter(({ shown }) => shown(standing))
      .map(({ to, title, keys }) => ({
        keys,
        title: `Go to ${title === "API keys" ? title : title.toLowerCase()}`,
        run: () => void navigate(to + kept),
      })),
    { keys: "/", title: "Find and do", run: openPalette },
    { keys: "t", title: "Next theme", run: () => actions.theme(nextTheme()) },
    { keys: "?", title: "Show these shortcuts", run: () => setOpen("help") },
  ];
  useShortcuts(shortcuts, openPalette);

  const sidebar = { standing, choose, actions };
  const close = () => setOpen(undefined);
  return (
    <StandingContext value={standing}>
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
          <ProvedBanner pathname={`/app${pathname}`} />
          {visiting && inside && <VisitBanner tenant={chosen?.name ?? ""} role={acting.data?.role ?? "staff"} />}
          <Box as="main" id="page" tabIndex={-1} outline="none" flex="1" p={{ base: "4", md: "8" }} maxW="7xl" w="full">
            <ErrorBoundary place={pathname}>
              {looking ? (
                <PageSkeleton />
              ) : (
                <Suspense fallback={<PageSkeleton />}>
                  <Outlet />
                </Suspense>
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
            <Help close={close} shortcuts={shortcuts} toggle={() => keep({ shortcuts: !shortcutsEnabled() })} />
          )}
        </Suspense>
        <Said />
      </Flex>
    </StandingContext>
  );
}
