// The real stores with the faults of a history in front of each call, as the twins ask for them by themselves.
#pragma once

#include <functional>
#include <memory>

#include <tests/sim/world.hpp>

namespace weir::sim {

// `before_call` runs first, whatever the call: the database's clock is set there.
world::stores with_faults(world::stores real, const world::faults& f, std::function<void()> before_call);

// What a worker's own SQL runs on: the transaction below the faults.
stream::transaction& real_transaction(stream::transaction& tx);

}  // namespace weir::sim
