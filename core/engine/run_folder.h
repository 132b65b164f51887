// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/engine_api.h"
#include "core/run/recording.h"
#include "core/run/tensorboard_writer.h"

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

namespace spw::engine {

/// What a run leaves on disk: config.json, metrics.csv, log.txt, recording.h5, events.out.tfevents.* (of
/// training), checkpoints/, result.json. Without a
/// folder in the request, nothing.
class RunFolder {
public:
    /// Makes the folder and writes config.json.  @throws Error if that is not possible.
    explicit RunFolder(const RunRequest& request);

    bool enabled() const { return !m_path.empty(); }
    const std::filesystem::path& path() const { return m_path; }

    void log(const std::string& line);
    /// Starts metrics.csv, with the rows that a resumed run already has.
    void startMetrics(const std::vector<EpochMetrics>& rows);
    void addMetrics(const EpochMetrics& row);
    /// A value for TensorBoard beside those of addMetrics. Tags group by what stands before the slash.
    void scalar(const std::string& tag, double value, std::int64_t step);
    /// Adds what the network did with one sample to recording.h5.
    void record(const SampleRecord& sample);
    void finish(const RunResult& result);

    /// A last line in the log of a run that failed; says nothing if that is not possible either.
    static void logFailure(const std::filesystem::path& folder, const Error& error);

private:
    void writeConfig(const RunRequest& request) const;

    std::filesystem::path m_path;
    std::ofstream m_log;
    std::unique_ptr<RecordingWriter> m_recorder;
    std::unique_ptr<TensorBoardWriter> m_board;
};

/// One sample's probes as an HDF5 file: "/NODE/QUANTITY" [T, 1, ...], spikes as bytes.  @throws Error.
void writeRecording(const std::filesystem::path& file, const SampleRecord& sample);

} // namespace spw::engine
