// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace spw {

/// Writes scalars as a TensorBoard event file: "events.out.tfevents.<seconds>.<host>.<pid>.<n>" in a folder. Every
/// record is flushed, so that a run can be followed while it goes on. Layout: TensorFlow's record and Event formats.
class TensorBoardWriter {
public:
    /// @throws Error naming the file if it cannot be made.
    explicit TensorBoardWriter(const std::filesystem::path& folder);

    /// @param tag   "loss/train"; TensorBoard groups by what stands before the slash.
    /// @param step  not negative.  Values that are not finite are left out.
    void scalar(std::string_view tag, double value, std::int64_t step);

    const std::filesystem::path& file() const { return m_file; }

private:
    void record(const std::string& event);

    std::filesystem::path m_file;
    std::ofstream m_out;
};

struct TensorBoardScalar {
    std::string tag;
    std::int64_t step = 0;
    double wallTime = 0;   // seconds since 1970
    float value = 0;
};

/// All scalars of an event file, up to its end or the first damaged record (a run may be writing it).
/// @throws Error if it is no event file.
std::vector<TensorBoardScalar> readTensorBoardScalars(const std::filesystem::path& file);

/// CRC-32C as event files mask it.
std::uint32_t maskedCrc32c(std::string_view bytes);

} // namespace spw
