// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/event_reader.h"

#include <memory>
#include <string>
#include <vector>

namespace spw {

/// A file of Spiking Heidelberg Digits or Spiking Speech Commands: many recordings of 700 units with labels. Reading keeps
/// its place in the file: one object for one thread.
class ShdFile {
public:
    static constexpr std::int64_t kUnits = 700;

    /// @throws Error naming the file and the HDF5 path.
    explicit ShdFile(std::shared_ptr<const ByteSource> bytes);
    ~ShdFile();
    ShdFile(const ShdFile&) = delete;
    ShdFile& operator=(const ShdFile&) = delete;

    std::uint64_t size() const;
    const std::vector<std::int64_t>& labels() const { return m_labels; }
    /// Names of the classes; may be empty.
    const std::vector<std::string>& classes() const { return m_classes; }

    struct Spikes {
        std::vector<double> seconds, units;   // as stored
    };
    Spikes read(std::uint64_t index) const;
    /// x is the unit, y 0, polarity 1; times in microseconds.
    Events events(std::uint64_t index) const;

private:
    struct Impl;
    std::unique_ptr<Impl> m;
    std::vector<std::int64_t> m_labels;
    std::vector<std::string> m_classes;
};

const EventFormat& shdFormat();

} // namespace spw
