// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/event_reader.h"
#include "core/data/transforms/event_frames.h"

#include <filesystem>
#include <functional>

namespace spw {

/// makeFrames of a recording of any length, written to a NumPy array [steps, 2, height, width] frame by frame: one frame is
/// in memory. For Duration, steps = 0 makes as many frames as hold all events. A recording whose times go back is read
/// whole, because its frames are cut in order of time.
/// @param progress  told how much is done, 0 to 1; false stops it.  @return the shape; empty if it was stopped.
/// @throws Error as makeFrames, or if there would be more than 64 GiB.
std::vector<std::int64_t> writeFrames(EventReader& reader, FrameOptions options, const std::filesystem::path& file,
                                      const std::function<bool(double)>& progress = {});

} // namespace spw
