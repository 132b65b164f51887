// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace spw::kernels {

/// The AVX-512 path of decodeBs2: whole groups of 8 events that can be read without passing the end of the input.
/// @return  the number of events done; the caller does the rest.
std::size_t decodeBs2Avx512(const std::uint8_t* in, std::size_t byteCount, std::size_t count, std::uint16_t* x,
                            std::uint16_t* y, std::uint8_t* polarity, std::int64_t* t);

} // namespace spw::kernels
