// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/run_folder.h"

#include "core/base/atomic_file.h"
#include "core/base/json_number.h"
#include "core/run/metrics_csv.h"

#include <nlohmann/json.hpp>
#include <torch/version.h>

#include <array>
#include <cmath>
#include <ctime>

namespace spw::engine {

namespace {

using Json = nlohmann::ordered_json;

std::string timeNow(const char* format)
{
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    localtime_r(&now, &parts);
    std::array<char, 64> text{};
    std::strftime(text.data(), text.size(), format, &parts);
    return text.data();
}

const char* modeName(RunMode mode)
{
    switch (mode) {
    case RunMode::Train: return "train";
    case RunMode::Evaluate: return "evaluate";
    case RunMode::Simulate: return "simulate";
    case RunMode::Live: return "live";
    }
    return "run";
}

} // namespace

RunFolder::RunFolder(const RunRequest& request) : m_path(request.runDir)
{
    if (m_path.empty())
        return;
    std::error_code error;
    std::filesystem::create_directories(m_path, error);
    if (error)
        throw Error("The run folder cannot be made: " + error.message() + ".", m_path.string(),
                    "Choose a folder on a disk with room that you may write to.");
    m_log.open(m_path / "log.txt", std::ios::app);
    if (!m_log)
        throw Error("The run folder cannot be written to.", m_path.string(),
                    "Choose a folder on a disk with room that you may write to.");
    writeConfig(request);
    log(std::string("Start: ") + modeName(request.mode));
}

void RunFolder::writeConfig(const RunRequest& request) const
{
    Json config{{"format", "spikewright-run"}, {"version", 1}, {"name", request.name},
                {"mode", modeName(request.mode)}, {"started", timeNow("%Y-%m-%dT%H:%M:%S%z")}};
    config["settings"] = {{"seed", request.document.run.seed},
                          {"device", request.document.run.device},
                          {"threads", request.document.run.threads},
                          {"epochs", request.epochs ? Json(*request.epochs) : Json(nullptr)},
                          {"resume", request.resume ? Json(request.resume->string()) : Json(nullptr)},
                          {"weights", request.weights ? Json(request.weights->string()) : Json(nullptr)},
                          {"base", request.base.string()}};
    config["versions"] = {{"spikewright", SPW_VERSION}, {"libtorch", TORCH_VERSION}, {"document", kDocumentVersion}};
    config["document"] = Json::parse(writeDocument(request.document));
    writeFileAtomically(m_path / "config.json", config.dump(2) + "\n");
}

void RunFolder::log(const std::string& line)
{
    if (!enabled())
        return;
    m_log << timeNow("%H:%M:%S ") << line << std::endl;   // flushed: a crash leaves all that was said
}

void RunFolder::startMetrics(const std::vector<EpochMetrics>& rows)
{
    if (!enabled())
        return;
    std::error_code ignored;
    std::filesystem::remove(m_path / "metrics.csv", ignored);   // a resumed run writes its own history again
    for (const EpochMetrics& row : rows)
        appendMetrics(m_path / "metrics.csv", row);
}

void RunFolder::addMetrics(const EpochMetrics& row)
{
    if (!enabled())
        return;
    appendMetrics(m_path / "metrics.csv", row);
    scalar("loss/train", row.trainLoss, row.epoch);
    scalar("loss/test", row.testLoss, row.epoch);
    scalar("accuracy/train", row.trainAccuracy, row.epoch);
    scalar("accuracy/test", row.testAccuracy, row.epoch);
    scalar("learning_rate", row.learningRate, row.epoch);
    scalar("samples_per_second", row.samplesPerSecond, row.epoch);
    std::array<char, 200> text{};
    std::snprintf(text.data(), text.size(),
                  "Epoch %lld: train loss %.5f, accuracy %.4f; test loss %.5f, accuracy %.4f; %.1f samples/s",
                  static_cast<long long>(row.epoch), row.trainLoss, row.trainAccuracy, row.testLoss, row.testAccuracy,
                  row.samplesPerSecond);
    log(text.data());
}

void RunFolder::scalar(const std::string& tag, double value, std::int64_t step)
{
    if (!enabled())
        return;
    if (!m_board)
        m_board = std::make_unique<TensorBoardWriter>(m_path);
    m_board->scalar(tag, value, step);
}

void RunFolder::record(const SampleRecord& sample)
{
    if (!enabled())
        return;
    if (!m_recorder)
        m_recorder = std::make_unique<RecordingWriter>(m_path / "recording.h5", RecordingOptions{.growing = true});
    m_recorder->append(sample);
}

void writeRecording(const std::filesystem::path& file, const SampleRecord& sample)
{
    RecordingWriter writer(file);
    for (const ProbeRecord& probe : sample.probes) {
        RecordedArray array;
        array.shape = {probe.steps, 1};
        if (probe.unitIndex.empty())
            array.shape.insert(array.shape.end(), probe.shape.begin(), probe.shape.end());
        else
            array.shape.push_back(std::int64_t(probe.unitIndex.size()));
        if (probe.spikes) {
            std::vector<std::uint8_t> dense(std::size_t(probe.steps * probe.units), 0);
            for (std::size_t i = 0; i < probe.spikeStep.size(); ++i)
                dense[std::size_t(probe.spikeStep[i]) * std::size_t(probe.units) + probe.spikeUnit[i]] = 1;
            array.data = std::move(dense);
        } else {
            array.data = probe.values;
        }
        writer.write(probe.nodeName, probe.quantity, array);
    }
    writer.finish();
}

void RunFolder::finish(const RunResult& result)
{
    if (!enabled())
        return;
    const Json json{{"state", runStateName(result.state)},
                    {"epochs", result.epochs},
                    {"train_loss", jsonNumber(result.trainLoss)},
                    {"train_accuracy", jsonNumber(result.trainAccuracy)},
                    {"test_loss", jsonNumber(result.testLoss)},
                    {"test_accuracy", jsonNumber(result.testAccuracy)},
                    {"best_test_accuracy", jsonNumber(result.bestTestAccuracy)},
                    {"samples_per_second", jsonNumber(result.samplesPerSecond)},
                    {"seconds", jsonNumber(result.seconds)},
                    {"peak_rss_bytes", result.peakRssBytes},
                    {"device", result.device}};
    writeFileAtomically(m_path / "result.json", json.dump(2) + "\n");
    log(std::string("End: ") + runStateName(result.state));
}

void RunFolder::logFailure(const std::filesystem::path& folder, const Error& error)
{
    if (folder.empty())
        return;
    std::ofstream log(folder / "log.txt", std::ios::app);
    log << timeNow("%H:%M:%S ") << "Failed: " << error.what() << '\n';
}

} // namespace spw::engine
