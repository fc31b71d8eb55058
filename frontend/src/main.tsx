import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { begin } from "./features/session/session";
import { followArrivals } from "./shell/arrival";
import { followTheme } from "./shell/theme";

followTheme();
followArrivals();
void begin();
const root = document.getElementById("root");
if (!root) throw new Error("index.html has no root");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
