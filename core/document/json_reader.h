// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <string>

namespace spw {

struct JsonLimits {
    std::size_t depth = 64;
    std::size_t values = 4'000'000;   // so that a small file of brackets cannot fill the memory
};

/// Parses hostile JSON. @param name  of the file, for messages.
/// @throws Error with line and column for malformed text (also invalid UTF-8, NaN, numbers too large), and with the
///         place ("nodes[3].params") for a key that is there twice, or for more depth or values than `limits`.
nlohmann::json parseJson(const std::string& text, const std::string& name, const JsonLimits& limits = {});

} // namespace spw
