import { Box, Button } from "@chakra-ui/react";
import { type ReactNode, useState } from "react";
import { CodeLines } from "./CodeLines";
import { Modal } from "./Modal";

interface Props {
  title: string;
  parts: { label: string; value: unknown }[];
  more?: ReactNode;
}

/** A button that opens what there is to see of one item. */
export function Details({ title, parts, more }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="xs" variant="outline" colorPalette="gray" onClick={() => setOpen(true)}>
        Details
      </Button>
      {open && (
        <Modal title={title} close={() => setOpen(false)} size="lg">
          {more}
          {parts.map(({ label, value }) =>
            value === null || value === undefined ? (
              <Box key={label} color="fg.muted">
                {label}: the log does not hold it any more.
              </Box>
            ) : (
              <CodeLines key={label} label={label} text={JSON.stringify(value, null, 2)} />
            ),
          )}
        </Modal>
      )}
    </>
  );
}
