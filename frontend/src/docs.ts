// The API reference at /docs, from the descriptions that this very server serves.
import SwaggerUIBundle from "swagger-ui-dist/swagger-ui-es-bundle.js";
import "swagger-ui-dist/swagger-ui.css";
import "./docs.css";

const descriptions: Record<string, string> = {
  "/docs": "/api/v1/openapi.json",
  "/docs?openmeter": "/openmeter/api/v1/openapi.json",
};
const here = location.search === "?openmeter" ? "/docs?openmeter" : "/docs";
document.querySelector(`nav a[href="${here}"]`)?.setAttribute("aria-current", "page");

SwaggerUIBundle({
  url: descriptions[here],
  dom_id: "#reference",
  deepLinking: true,
  docExpansion: here === "/docs" ? "none" : "list", // all operations at once take seconds to draw
  filter: true,
  validatorUrl: null, // would send the description elsewhere
});
