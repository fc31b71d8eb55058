// Randomness of the operating system, for keys and secrets.
#pragma once

#include <string>

namespace weir {

std::string random_bytes(std::size_t count);

}  // namespace weir
