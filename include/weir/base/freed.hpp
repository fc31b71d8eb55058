// Ownership of what a C library makes and frees by a function of its own.
#pragma once

namespace weir {

// std::unique_ptr<X509, freed<X509_free>>
template<auto Free>
struct freed {
  template<class T>
  void operator()(T* p) const {
    Free(p);
  }
};

}  // namespace weir
