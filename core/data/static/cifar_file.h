// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/byte_source.h"

#include <string>
#include <vector>

namespace spw {

/// Pictures of the binary version of CIFAR-10 or CIFAR-100 (formats.md 6.4).
struct CifarRecords {
    static constexpr std::size_t kPixels = 3072;   // 3 planes (red, green, blue) of 32 rows of 32

    bool hundred = false;
    std::vector<std::uint8_t> labels;              // 0 to 9; CIFAR-100: fine, 0 to 99
    std::vector<std::uint8_t> coarse;              // CIFAR-100: 0 to 19
    std::string pixels;                            // kPixels for each picture
    std::uint64_t droppedBytes = 0;                // a last record that is cut

    std::size_t size() const { return labels.size(); }
};

enum class CifarKind { FromFile, Ten, Hundred };

/// Which of the two a file is follows from its length, its labels, and its name where both fit.
/// @throws Error naming the file and the first label that is none.
CifarRecords readCifar(const ByteSource& file, CifarKind kind = CifarKind::FromFile);

} // namespace spw
