// Metrics of schemas/catalogues/metrics.json, and no others. Callers ask once for a handle and keep it; using it is a
// few atomic operations (a histogram takes a short lock). Any thread. Handles live as long as their registry.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

namespace weir {

enum class metric : std::uint16_t {
#define WEIR_METRIC(name, type, help, labels) name,
#include <weir/catalogue/metrics.inc>
#undef WEIR_METRIC
};

class counter {
 public:
  void add(std::uint64_t n = 1) const;

 private:
  friend class metric_registry;
  explicit counter(void* impl) : impl_(impl) {}
  void* impl_;
};

class gauge {
 public:
  void set(double value) const;
  void add(double change) const;

 private:
  friend class metric_registry;
  explicit gauge(void* impl) : impl_(impl) {}
  void* impl_;
};

class histogram {
 public:
  void observe(double value) const;

 private:
  friend class metric_registry;
  explicit histogram(void* impl) : impl_(impl) {}
  void* impl_;
};

class metric_registry {
 public:
  // Label values in the order of the catalogue, exactly as many. Asking for another type than the catalogue's is a bug.
  // Beyond 10,000 combinations of one metric all further ones share the handle whose labels are "other".
  using label_values = std::initializer_list<std::string_view>;

  metric_registry();
  ~metric_registry();
  metric_registry(const metric_registry&) = delete;
  metric_registry& operator=(const metric_registry&) = delete;

  weir::counter counter(metric m, label_values labels = {});
  weir::gauge gauge(metric m, label_values labels = {});
  weir::histogram histogram(metric m, label_values labels = {});

  // Prometheus text format 0.0.4, for Content-Type "text/plain; version=0.0.4; charset=utf-8".
  std::string exposition() const;

 private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

// The registry that /metrics shows.
metric_registry& process_metrics();

}  // namespace weir
