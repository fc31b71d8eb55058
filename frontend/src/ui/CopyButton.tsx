import { Button, type ButtonProps, IconButton } from "@chakra-ui/react";
import { useEffect, useState } from "react";
import { CheckIcon, CopyIcon } from "./icons";

const shown_ms = 2000;

/** Copies a text. `label` says what it copies; with `text` it is on the button too. */
export function CopyButton({
  value,
  label,
  text,
  ...more
}: { value: string; label: string; text?: string } & ButtonProps) {
  const [done, setDone] = useState<"copied" | "refused">();
  useEffect(() => {
    if (done === undefined) return;
    const timer = setTimeout(() => setDone(undefined), shown_ms);
    return () => clearTimeout(timer);
  }, [done]);
  const copy = () => {
    // A page without TLS has no clipboard at all.
    const clipboard = navigator.clipboard as Clipboard | undefined;
    if (!clipboard) setDone("refused");
    else
      void clipboard
        .writeText(value)
        .then(() => setDone("copied"))
        .catch(() => setDone("refused"));
  };
  const icon = done === "copied" ? <CheckIcon /> : <CopyIcon />;
  if (text !== undefined) {
    return (
      <Button size="sm" variant="outline" colorPalette="gray" onClick={copy} {...more}>
        {icon}
        {done === "copied" ? "Copied" : done === "refused" ? "Copying was refused" : text}
      </Button>
    );
  }
  const name = done === "copied" ? `${label}: copied` : label;
  return (
    <IconButton size="2xs" variant="ghost" color="fg.muted" aria-label={name} title={name} onClick={copy} {...more}>
      {icon}
    </IconButton>
  );
}
