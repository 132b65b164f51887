// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/containers/npz_file.h"
#include "core/data/readers/event_columns.h"

namespace spw {

/// Events in one NumPy array: records with named fields, or a matrix of 3 or 4 columns.
/// @param facts  `format`, `polarity` and what was guessed are filled in.
/// @throws Error: no such array (frames, objects, other fields).
std::unique_ptr<EventReader> openNpyEvents(std::shared_ptr<const ByteSource> npy, RecordingFacts facts, const ReadOptions& options,
                                           std::vector<std::string> notes = {});
/// Whether an array may be one of events, as openNpyEvents reads them.
bool mayHoldEvents(const NpyHeader& header);

/// The array at the start of a `.npy` file, header only. @throws Error
NpyHeader npyHeaderOf(const ByteSource& npy);

/// Part of another source's bytes as a source of its own.
std::shared_ptr<const ByteSource> partOf(std::shared_ptr<const ByteSource> whole, std::uint64_t offset, std::uint64_t size,
                                         std::string name);

/// What an array with these extents is, for errors: "frames of 5 steps, 2 polarities, 128 x 128 pixels".
std::string asWords(const NpyHeader& header);

} // namespace spw
