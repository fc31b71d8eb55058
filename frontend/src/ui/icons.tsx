// A few line drawings; always beside a text or inside a labeled button.
import { Icon } from "@chakra-ui/react";

function draw(path: string) {
  return function Drawn({ size = "4" }: { size?: string }) {
    return (
      <Icon boxSize={size} flexShrink={0} aria-hidden>
        <svg
          viewBox="0 0 24 24"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.75"
          strokeLinecap="round"
          strokeLinejoin="round"
        >
          <path d={path} />
        </svg>
      </Icon>
    );
  };
}

export const UsageIcon = draw("M4 20V10M10 20V4M16 20v-7M21 20H3");
export const EventsIcon = draw("M4 6h16M4 12h16M4 18h10");
export const TeamIcon = draw(
  "M9 4a4 4 0 100 8 4 4 0 000-8zM2 20c0-4 3-6 7-6s7 2 7 6M17 5a3.5 3.5 0 010 6.5M19 14c2 1 3 3 3 6",
);
export const KeyIcon = draw("M8 11a4.5 4.5 0 100 9 4.5 4.5 0 000-9zM11.5 12.5L20 4M16 8l3 3");
export const AuditIcon = draw("M6 3h9l4 4v14H6zM15 3v4h4M9 12h7M9 16h5");
export const PolicyIcon = draw("M12 4v16M7 20h10M4 7h16M4 7l-2 6h5zM20 7l-3 6h5z");
export const MeterIcon = draw("M4 18a9 9 0 1116 0M12 15l4-5M12 15h.01");
export const TenantsIcon = draw("M4 21V5h9v16M13 10h7v11M2 21h20M7 9h3M7 13h3M7 17h3M16 14h1M16 17h1");
export const PeopleIcon = draw("M12 5a3.5 3.5 0 100 7 3.5 3.5 0 000-7zM5 20c0-3.5 3-5.5 7-5.5s7 2 7 5.5M3 3h18v18H3z");
export const PlanIcon = draw("M5 3h14v18l-3-2-4 2-4-2-3 2zM9 8h6M9 12h6");
export const InvoiceIcon = draw("M6 3h9l4 4v14H6zM15 3v4h4M9 11h7M9 14h7M13 17h3");
export const BudgetIcon = draw("M12 3a9 9 0 109 9h-9zM15 3.5A9 9 0 0120.5 9H15z");
export const CatalogueIcon = draw("M4 5h10v15H4zM14 7l6 1-2 13-4-1M7 9h4M7 13h4");
export const FlagIcon = draw("M6 21V4M6 5h12l-3 4 3 4H6");
export const SecurityIcon = draw("M12 3l8 3v6c0 5-4 8-8 9-4-1-8-4-8-9V6zM9 12l2 2 4-4");
export const WebhookIcon = draw(
  "M15.5 8A3.5 3.5 0 109 9.5L6.5 15M5 12.5A3.5 3.5 0 109.5 17H15M12 7l3.5 6.5M14.5 14a3.5 3.5 0 11.5 5",
);
export const ProviderIcon = draw("M3 7h18v11H3zM3 11h18M7 15h3");
export const DisputeIcon = draw("M12 4v16M6 20h12M5 8h14M5 8l-3 6h6zM19 8l-3 6h6z");
export const InboxIcon = draw("M4 13l3-8h10l3 8v6H4zM4 13h5l1 3h4l1-3h5");
export const SlidersIcon = draw(
  "M4 7h9M17 7h3M4 17h3M11 17h9M15 5a2 2 0 100 4 2 2 0 000-4zM9 15a2 2 0 100 4 2 2 0 000-4z",
);
export const PlusIcon = draw("M12 5v14M5 12h14");
export const UpIcon = draw("M6 14l6-6 6 6");
export const DownIcon = draw("M6 10l6 6 6-6");
export const MenuIcon = draw("M4 7h16M4 12h16M4 17h16");
export const CloseIcon = draw("M6 6l12 12M18 6L6 18");
export const CopyIcon = draw("M9 9h10v11H9zM5 15V4h10");
export const CheckIcon = draw("M5 13l4 4L19 7");
export const DownloadIcon = draw("M12 4v11M7 11l5 5 5-5M5 20h14");
export const SunIcon = draw(
  "M12 8a4 4 0 100 8 4 4 0 000-8zM12 2v2M12 20v2M4.9 4.9l1.4 1.4M17.7 17.7l1.4 1.4M2 12h2M20 12h2M4.9 19.1l1.4-1.4M17.7 6.3l1.4-1.4",
);
export const MoonIcon = draw("M20 14.5A8 8 0 119.5 4a6.5 6.5 0 0010.5 10.5z");
export const SystemIcon = draw("M3 5h18v11H3zM8 20h8M12 16v4");
export const SearchIcon = draw("M11 4a7 7 0 100 14 7 7 0 000-14zM20 20l-4-4");
export const OutIcon = draw("M10 4H5v16h5M14 8l4 4-4 4M18 12H9");
export const KeyboardIcon = draw("M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M8 14h8");
export const AlertIcon = draw("M12 4l9 16H3zM12 10v4M12 17h.01");
export const EmptyIcon = draw("M4 13l2-8h12l2 8v6H4zM4 13h5l1 3h4l1-3h5");
export const PauseIcon = draw("M9 6v12M15 6v12");
export const PlayIcon = draw("M8 5l11 7-11 7z");

export function Brand({ size = "7" }: { size?: string }) {
  return (
    <Icon boxSize={size} aria-hidden>
      <svg viewBox="0 0 32 32">
        <rect width="32" height="32" rx="7" fill="#0f766e" />
        <path
          d="M7 12c3 0 3 2 6 2s3-2 6-2 3 2 6 2M7 20c3 0 3 2 6 2s3-2 6-2 3 2 6 2"
          fill="none"
          stroke="#fff"
          strokeWidth="2.6"
          strokeLinecap="round"
        />
      </svg>
    </Icon>
  );
}
