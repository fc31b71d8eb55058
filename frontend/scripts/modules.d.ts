declare module "*/scripts/api-types.mjs" {
  export function apiTypes(): Promise<string>;
  export function writtenApiTypes(): string;
}
declare module "*/scripts/licences.mjs" {
  export function licences(): string;
  export function writtenLicences(): string;
}
declare module "*/scripts/shipped.mjs" {
  export function shipped(): import("vite").Plugin;
}
declare module "swagger-ui-dist/swagger-ui-es-bundle.js" {
  export default function SwaggerUIBundle(options: Record<string, unknown>): unknown;
}
