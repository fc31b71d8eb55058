import js from "@eslint/js";
import a11y from "eslint-plugin-jsx-a11y";
import hooks from "eslint-plugin-react-hooks";
import { defineConfig, globalIgnores } from "eslint/config";
import ts from "typescript-eslint";

export default defineConfig(
  globalIgnores(["coverage", "src/api/schema.d.ts"]),
  js.configs.recommended,
  {
    files: ["**/*.{ts,tsx}"],
    extends: [ts.configs.strictTypeChecked, a11y.flatConfigs.strict, hooks.configs.flat.recommended],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "max-lines": ["error", 300],
      "jsx-a11y/no-autofocus": ["error", { ignoreNonDOM: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": [
        "error",
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // A quantity is an exact decimal string. src/exact is the only door to numbers, for places on the screen.
      "no-restricted-globals": [
        "error",
        { name: "parseFloat", message: "Quantities are exact strings: use src/exact." },
        { name: "localStorage", message: "Use src/shell/stored.ts: storage may be refused." },
      ],
      "no-restricted-syntax": [
        "error",
        { selector: "CallExpression[callee.name='Number']", message: "Quantities are exact strings: use src/exact." },
      ],
    },
  },
  {
    files: ["src/exact/**", "src/time/**", "src/shell/stored.ts", "**/*.test.{ts,tsx}", "test/**"],
    rules: {
      "no-restricted-syntax": "off",
      "no-restricted-globals": "off",
      "@typescript-eslint/no-empty-function": "off",
    },
  },
  {
    files: ["**/*.{js,mjs}"],
    languageOptions: {
      globals: {
        PopStateEvent: "readonly",
        URL: "readonly",
        URLSearchParams: "readonly",
        console: "readonly",
        document: "readonly",
        fetch: "readonly",
        localStorage: "readonly",
        location: "readonly",
        matchMedia: "readonly",
        navigator: "readonly",
        process: "readonly",
        sessionStorage: "readonly",
        window: "readonly",
      },
    },
  },
);
