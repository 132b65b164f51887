// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/host_device.h"

#include <type_traits>

namespace spw::kernels {
inline namespace SPW_LEVEL {

template <class Neuron, class = void>
struct IsHot {
    static constexpr bool value = false;
};
template <class Neuron>
struct IsHot<Neuron, std::void_t<decltype(Neuron::kHot)>> {
    static constexpr bool value = Neuron::kHot;
};

/// True for the neurons of neuron_list.h that say `kHot`: their backward passes are compiled once more for each hot
/// surrogate, which saves a trip through the cache. All others take their slopes from a row.
template <class Neuron>
inline constexpr bool kIsHot = IsHot<Neuron>::value;

} // namespace SPW_LEVEL
} // namespace spw::kernels
