#include <array>
#include <map>
#include <mutex>
#include <sstream>
#include <utility>
#include <vector>

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <weir/base/assert.hpp>
#include <weir/base/metrics.hpp>

namespace weir {
namespace {

enum class metric_type { counter, gauge, histogram };

struct metric_row {
  std::string_view name;
  metric_type type;
  std::string_view help;
  std::string_view labels;  // names separated by commas
};

constexpr metric_row rows[] = {
#define WEIR_METRIC(name, type, help, labels) {#name, metric_type::type, help, labels},
#include <weir/catalogue/metrics.inc>
#undef WEIR_METRIC
};

constexpr std::size_t most_combinations = 10'000;

// From half a millisecond (an acknowledged request on a quiet machine) to a minute (a stuck database), about ×2 a step.
const prometheus::Histogram::BucketBoundaries seconds_buckets = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
                                                                 0.25,   0.5,   1,      2.5,   5,    10,    30,   60};
const prometheus::Histogram::BucketBoundaries count_buckets = {1,    10,    50,    100,    500,    1000,
                                                               5000, 10000, 50000, 100000, 500000, 1000000};

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const auto comma = text.find(',');
    out.emplace_back(text.substr(0, comma));
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
  }
  return out;
}

}  // namespace

void counter::add(std::uint64_t n) const {
  static_cast<prometheus::Counter*>(impl_)->Increment(static_cast<double>(n));
}
void gauge::set(double value) const {
  static_cast<prometheus::Gauge*>(impl_)->Set(value);
}
void gauge::add(double change) const {
  static_cast<prometheus::Gauge*>(impl_)->Increment(change);
}
void histogram::observe(double value) const {
  static_cast<prometheus::Histogram*>(impl_)->Observe(value);
}

struct metric_registry::impl {
  struct family {
    void* handle = nullptr;
    std::vector<std::string> label_names;
    std::map<std::vector<std::string>, void*> handles;
  };

  impl() {
    for (std::size_t i = 0; i < std::size(rows); ++i) {
      const auto& row = rows[i];
      const std::string name(row.name), help(row.help);
      families[i].label_names = split(row.labels);
      switch (row.type) {
        case metric_type::counter:
          families[i].handle = &prometheus::BuildCounter().Name(name).Help(help).Register(registry);
          break;
        case metric_type::gauge:
          families[i].handle = &prometheus::BuildGauge().Name(name).Help(help).Register(registry);
          break;
        case metric_type::histogram:
          families[i].handle = &prometheus::BuildHistogram().Name(name).Help(help).Register(registry);
          break;
      }
    }
  }

  template<class Make>
  void* get(metric m, metric_type type, label_values labels, Make make) {
    const auto index = static_cast<std::size_t>(m);
    WEIR_ASSERT(index < std::size(rows), "a metric that the catalogue does not have");
    WEIR_ASSERT(rows[index].type == type, rows[index].name);
    auto& f = families[index];
    WEIR_ASSERT(f.label_names.size() == labels.size(), rows[index].name);
    std::vector<std::string> values(labels.begin(), labels.end());
    std::scoped_lock lock(mutex);
    auto found = f.handles.find(values);
    if (found != f.handles.end()) return found->second;
    if (f.handles.size() >= most_combinations) {
      values.assign(values.size(), "other");
      found = f.handles.find(values);
      if (found != f.handles.end()) return found->second;
    }
    prometheus::Labels named;
    for (std::size_t i = 0; i < values.size(); ++i)
      named.emplace(f.label_names[i], values[i]);
    void* made = make(f.handle, named);
    f.handles.emplace(std::move(values), made);
    return made;
  }

  prometheus::Registry registry{prometheus::Registry::InsertBehavior::Throw};
  std::array<family, std::size(rows)> families;
  std::mutex mutex;
};

metric_registry::metric_registry() : impl_(std::make_unique<impl>()) {}
metric_registry::~metric_registry() = default;

counter metric_registry::counter(metric m, label_values labels) {
  return weir::counter(impl_->get(m, metric_type::counter, labels, [](void* family, const prometheus::Labels& named) {
    return &static_cast<prometheus::Family<prometheus::Counter>*>(family)->Add(named);
  }));
}

gauge metric_registry::gauge(metric m, label_values labels) {
  return weir::gauge(impl_->get(m, metric_type::gauge, labels, [](void* family, const prometheus::Labels& named) {
    return &static_cast<prometheus::Family<prometheus::Gauge>*>(family)->Add(named);
  }));
}

histogram metric_registry::histogram(metric m, label_values labels) {
  const bool in_seconds = rows[static_cast<std::size_t>(m)].name.ends_with("_seconds");
  return weir::histogram(
      impl_->get(m, metric_type::histogram, labels, [&](void* family, const prometheus::Labels& named) {
        return &static_cast<prometheus::Family<prometheus::Histogram>*>(family)->Add(
            named, in_seconds ? seconds_buckets : count_buckets);
      }));
}

std::string metric_registry::exposition() const {
  std::ostringstream out;
  prometheus::TextSerializer().Serialize(out, impl_->registry.Collect());
  return std::move(out).str();
}

metric_registry& process_metrics() {
  static metric_registry registry;
  return registry;
}

}  // namespace weir
