// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/containers/hdf5_table.h"
#include "core/data/readers/event_columns.h"

namespace spw {

/// Where the columns of events lie in an HDF5 file: four data sets, or the fields of one.
struct Hdf5Columns {
    std::array<std::string, 4> paths;      // time, x, y, polarity; all the same for one of records; empty: not there
    std::array<std::string, 4> fields;     // of the records, or "0" to "3" of a matrix
    bool matrix = false;
};

/// The columns of a group with data sets t, x, y, p (by any of their names), or of a data set of such records.
/// Nothing if time or x is missing.
std::optional<Hdf5Columns> findColumns(const h5::InputFile& file, const std::string& path);

/// Whether a matrix n x 3 or n x 4 lies there, which may hold events.
bool isMatrixOfEvents(const h5::InputFile& file, const std::string& path);
/// The columns of a matrix n x 3 or n x 4 (MVSEC), told by its first rows or by option "columns". Nothing if there is none.
/// @throws Error if they cannot be told.
std::optional<Hdf5Columns> findMatrix(const std::shared_ptr<const h5::InputFile>& file, const std::string& path,
                                      const ReadOptions& options);

/// A reader of such columns.
/// @param facts  `polarity` is found out; the unit of time comes from option "time_unit" (auto: seconds if times have a fraction).
std::unique_ptr<EventReader> openHdf5Columns(const std::shared_ptr<const h5::InputFile>& file, const Hdf5Columns& columns,
                                             RecordingFacts facts, const ReadOptions& options,
                                             std::vector<std::string> notes = {});

/// Whether `head` is HDF5 that opens and `fits` says yes. Errors count as no.
bool hdf5Fits(const FileHead& head, const std::function<bool(const h5::InputFile&)>& fits);

/// The number that option "item" asks for. @throws Error if it is none of `count`.
std::uint64_t itemOf(const ReadOptions& options, std::uint64_t count, const std::string& where);

} // namespace spw
