// /openmeter/api/v1: OpenMeter's API, so that its SDKs work with this server's /openmeter as their base URL. A
// translation: what it does, it does through the same functions as /api/v1. Described by
// schemas/openmeter_openapi.json. The source of its shapes is what the SDKs send and accept (npm
// @openmeter/sdk 1.0.0-beta.232, PyPI openmeter 1.0.0b236).
#pragma once

#include <span>

#include <api/endpoint_table.hpp>

namespace weir::api {

// Its rows of the endpoint table.
std::span<const endpoint> openmeter_endpoints();

}  // namespace weir::api
