import { createSystem, defaultConfig, defineConfig } from "@chakra-ui/react";

const both = (light: string, dark: string) => ({ value: { _light: light, _dark: dark } });

/** Colors of chart series: each has 3:1 against the panel in its theme. */
export const seriesColors = Array.from({ length: 8 }, (_, index) => `series.${index + 1}`);

// Under the pointer a filled button becomes darker, not paler: of its white words 4.5:1 would not be left.
const darker = { bg: "colorPalette.solid", boxShadow: "inset 0 0 0 99px rgb(0 0 0 / 0.1)" };

const config = defineConfig({
  globalCss: {
    html: { colorPalette: "teal" },
    body: { bg: "bg.canvas", color: "fg", fontSize: "sm", lineHeight: "1.5" },
    "*:focus-visible": { outlineOffset: "2px" },
  },
  theme: {
    recipes: {
      button: { variants: { variant: { solid: { _hover: darker, _expanded: darker } } } },
      input: { variants: { variant: { outline: { borderColor: "border.control" } } } },
      textarea: { variants: { variant: { outline: { borderColor: "border.control" } } } },
    },
    tokens: {
      fonts: {
        body: { value: "ui-sans-serif, system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif" },
        heading: { value: "ui-sans-serif, system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif" },
        mono: { value: "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace" },
      },
    },
    semanticTokens: {
      colors: {
        bg: {
          DEFAULT: both("#ffffff", "#14171b"),
          canvas: both("#f6f7f9", "#0b0d10"),
          panel: both("#ffffff", "#14171b"),
          subtle: both("#f6f7f9", "#1a1e23"),
          muted: both("#eceef1", "#22272e"),
        },
        fg: {
          DEFAULT: both("#16191d", "#e8eaed"),
          muted: both("#565d67", "#a3abb6"),
          subtle: both("#667080", "#8f98a4"),
          error: both("#b91c1c", "#f87171"),
        },
        border: {
          DEFAULT: both("#e1e4e8", "#2a2f37"),
          muted: both("#eceef1", "#22272e"),
          control: both("#8b929c", "#5f6873"),
        },
        teal: {
          solid: both("#0f766e", "#0f766e"),
          fg: both("#0f766e", "#5eead4"),
        },
        series: {
          1: both("#0f766e", "#2dd4bf"),
          2: both("#2563eb", "#60a5fa"),
          3: both("#c2410c", "#fb923c"),
          4: both("#7e22ce", "#c084fc"),
          5: both("#be185d", "#f472b6"),
          6: both("#a16207", "#facc15"),
          7: both("#4d7c0f", "#a3e635"),
          8: both("#667080", "#8f98a4"),
        },
      },
    },
  },
});

export const system = createSystem(defaultConfig, config);
