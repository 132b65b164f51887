// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/snapshot.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace spw {

/// What one output or state did over time: [T, N, ...] or [T, ...].
struct RecordedArray {
    std::vector<std::int64_t> shape;
    std::variant<std::vector<float>, std::vector<std::uint8_t>> data;   // uint8: spikes
    double dt = 1;                                                      // length of a step in `unit`
    std::string unit = "steps";

    bool operator==(const RecordedArray&) const = default;
};

struct RecordingOptions {
    /// One shot: the file appears under its name when finished, complete. Growing: it is there from the start and
    /// every appended record is on disk when append() returns, for runs that may be killed.
    bool growing = false;
    int compression = 1;   // deflate, 0 (none) to 9
};

/// Writes a recording (HDF5): data sets "/NODE/PORT" with attributes dt, unit and shape, and records of a training
/// run below "/records/<serial>". Node titles may hold any text: '/' is escaped.
class RecordingWriter {
public:
    /// @throws Error if the file cannot be made.
    explicit RecordingWriter(const std::filesystem::path& file, RecordingOptions options = {});
    /// A one-shot file that was not finished is removed.
    ~RecordingWriter();

    /// @throws Error naming file and HDF5 path: not writable, written before, values and shape disagree.
    void write(const std::string& node, const std::string& port, const RecordedArray& array);
    /// Adds steps to what is there; all axes but the first must agree.
    void append(const std::string& node, const std::string& port, const RecordedArray& array);
    /// Stores all probes of a record with its epoch, label and prediction.
    void append(const SampleRecord& record);
    /// Makes a one-shot file visible. @throws Error.
    void finish();

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// One data set of a recording.
struct RecordedEntry {
    std::int64_t record = -1;   // serial; -1: not of a training record
    std::string node, port;
    std::vector<std::int64_t> shape;
    bool spikes = false;
    double dt = 1;
    std::string unit;
};

/// What a training record says besides its probes.
struct RecordInfo {
    std::int64_t serial = 0, epoch = 0, batch = 0, index = 0, label = 0, prediction = -1;
    std::string name;
};

/// Reads a recording; nothing in the file is trusted. Other HDF5 content beside recordings is skipped.
class RecordingReader {
public:
    /// @throws Error naming the file.
    explicit RecordingReader(const std::filesystem::path& file);
    ~RecordingReader();

    const std::vector<RecordedEntry>& entries() const;
    const std::vector<RecordInfo>& records() const;
    /// Steps [first, first + count) of an entry, cut to what is there; without `count` all from `first`.
    /// @throws Error naming file and HDF5 path, also if that is more than 2^30 values.
    RecordedArray read(const RecordedEntry& entry, std::int64_t first = 0,
                       std::optional<std::int64_t> count = std::nullopt) const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace spw
