// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/event_file.h"

namespace spw {

/// SLAYER `.bs2` (formats.md 5.1): 5-byte big-endian records x 8, y 8, polarity 1, time 23 bits; no header.
/// Every byte sequence is legal; a tail of 1-4 bytes is reported in `droppedBytes`. The sensor size is not told.
EventFile decodeBs2File(std::string_view bytes, const std::string& where);

} // namespace spw
