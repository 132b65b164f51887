// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalog/port.h"
#include "kernels/torch/aten.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace spw::engine {

/// What a network expects at a place where data comes in from outside.
struct FeedRule {
    std::string reader;   // node that reads it, for messages
    std::string port;     // of that node
    PortInfo info;        // as planned; unknown sizes are not checked
};

/// Sizes, type, device and (of floating-point values) finiteness: what is inside the network was planned, so this is
/// the one place where bad data can come in.
/// @param step     finiteness of this step of a sequence alone; all steps if absent.
/// @param samples  N that all feeds share; set by the first feed, 0 before.
/// @throws Error naming the node and the remedy.
void checkFeed(const FeedRule& rule, const at::Tensor& value, c10::Device device, std::optional<std::int64_t> step,
               std::int64_t& samples);

} // namespace spw::engine
