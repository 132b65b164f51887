// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/checkpoint.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/json_number.h"
#include "core/engine/tensor_file.h"
#include "kernels/torch/aten.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace spw::engine {

namespace {

using Json = nlohmann::ordered_json;
constexpr int kStateVersion = 1;
constexpr std::uintmax_t kStateLimit = 256u << 20; // a million epochs fit

std::string stateText(const TrainingState& state, const std::string& graphHash, std::int64_t optimizerSteps)
{
    Json rows = Json::array();
    for (const EpochMetrics& row : state.metrics)
        rows.push_back({row.epoch, jsonNumber(row.trainLoss), jsonNumber(row.trainAccuracy), jsonNumber(row.testLoss),
                        jsonNumber(row.testAccuracy), jsonNumber(row.learningRate), jsonNumber(row.seconds),
                        jsonNumber(row.samplesPerSecond)});
    Json live = Json::array();
    for (const auto& [where, value] : state.liveParams)
        live.push_back(std::visit(
            [&where = where](const auto& v) -> Json {
                if constexpr (std::is_same_v<std::decay_t<decltype(v)>, std::monostate>)
                    return {where.first, where.second, nullptr};
                else
                    return {where.first, where.second, v};
            },
            value));
    const Json json{{"format", "spikewright-checkpoint"},
                    {"version", kStateVersion},
                    {"graph_hash", graphHash},
                    {"seed", state.seed},
                    {"learning_rate", state.baseRate},
                    {"epoch", state.epoch},
                    {"batch", state.batch},
                    {"epoch_loss_sum", state.lossSum},
                    {"epoch_correct", state.correct},
                    {"epoch_seen", state.seen},
                    {"epoch_seconds", state.epochSeconds},
                    {"best_accuracy", state.bestAccuracy},
                    {"loss_scale", state.lossScale},
                    {"live_params", live},
                    {"trained", state.trained},
                    {"train_seconds", state.trainSeconds},
                    {"optimizer_steps", optimizerSteps},
                    {"metrics", rows}};
    return json.dump(2) + "\n";
}

/// state.json, checked for its format.
Json readState(const std::filesystem::path& folder)
{
    const std::filesystem::path file = folder / "state.json";
    Json json;
    try {
        json = Json::parse(readFile(file, kStateLimit));
    } catch (const Json::exception&) {
        throw Error("The file is damaged: it is not JSON.", file.string(), "Resume from another checkpoint.");
    }
    if (!json.is_object() || json.value("format", "") != "spikewright-checkpoint")
        throw Error("This is no checkpoint of Spikewright.", file.string(),
                    "Choose a folder below a run's 'checkpoints'.");
    if (json.value("version", 0) > kStateVersion)
        throw Error("The checkpoint was written by a newer version.", file.string(), "Update Spikewright.");
    return json;
}

ParamValue valueFrom(const Json& json)
{
    if (json.is_boolean())
        return json.get<bool>();
    if (json.is_number_integer())
        return json.get<std::int64_t>();
    if (json.is_number())
        return json.get<double>();
    if (json.is_string())
        return json.get<std::string>();
    if (json.is_array())
        return json.get<std::vector<std::int64_t>>();
    return std::monostate{};
}

TrainingState stateFrom(const Json& json)
{
    TrainingState state;
    state.seed = json.at("seed").get<std::uint64_t>();
    state.baseRate = json.at("learning_rate").get<double>();
    state.epoch = json.at("epoch").get<std::int64_t>();
    state.batch = json.at("batch").get<std::int64_t>();
    state.lossSum = json.at("epoch_loss_sum").get<double>();
    state.correct = json.at("epoch_correct").get<std::int64_t>();
    state.seen = json.at("epoch_seen").get<std::int64_t>();
    state.epochSeconds = json.at("epoch_seconds").get<double>();
    state.bestAccuracy = json.at("best_accuracy").get<double>();
    state.lossScale = json.value("loss_scale", state.lossScale);   // older checkpoints have neither of the two
    if (const auto live = json.find("live_params"); live != json.end())
        for (const Json& row : *live)
            state.liveParams[{row.at(0).get<NodeId>(), row.at(1).get<std::string>()}] = valueFrom(row.at(2));
    state.trained = json.at("trained").get<std::int64_t>();
    state.trainSeconds = json.at("train_seconds").get<double>();
    for (const Json& row : json.at("metrics"))
        state.metrics.push_back({row.at(0).get<std::int64_t>(), numberFromJson(row.at(1)), numberFromJson(row.at(2)),
                                 numberFromJson(row.at(3)), numberFromJson(row.at(4)), numberFromJson(row.at(5)),
                                 numberFromJson(row.at(6)), numberFromJson(row.at(7))});
    return state;
}

/// Copies each of the network's tensors from the file.
void copyInto(const Network& network, const TensorFile& saved, const std::string& where)
{
    const at::NoGradGuard noGrad;
    std::vector<Network::Entry> mine = network.parameters();
    const std::vector<Network::Entry> buffers = network.buffers();
    mine.insert(mine.end(), buffers.begin(), buffers.end());
    for (const Network::Entry& entry : mine) { // look first, so that a refusal changes nothing
        const at::Tensor* found = saved.find(entry.name);
        if (!found)
            throw Error("The weights lack '" + entry.name + "'.", where,
                        "Use weights of this graph; names of nodes must be the same.");
        if (found->sizes() != entry.tensor.sizes())
            throw Error("'" + entry.name + "' has another shape in the file.", where,
                        "Use weights of a graph with the same layer sizes.");
    }
    for (Network::Entry& entry : mine)
        entry.tensor.copy_(*saved.find(entry.name));
}

} // namespace

void writeCheckpoint(const std::filesystem::path& folder, const std::string& graphHash,
                     const Network& network, const Optimizer& optimizer, const LocalLearners& learners,
                     const TrainingState& state)
{
    std::error_code ignored;
    std::filesystem::create_directories(folder.parent_path(), ignored); // the write below reports a failure
    writeFolderAtomically(folder, [&](const std::filesystem::path& inside) {
        std::vector<Network::Entry> tensors = network.parameters();
        const std::vector<Network::Entry> buffers = network.buffers();
        tensors.insert(tensors.end(), buffers.begin(), buffers.end());
        writeTensorFile(inside / "weights.h5", tensors, graphHash);
        std::vector<Network::Entry> memory = optimizer.state();
        for (Network::Entry& entry : learners.state())
            memory.push_back(std::move(entry));
        memory.insert(memory.end(), state.method.begin(), state.method.end());
        writeTensorFile(inside / "optimizer.h5", memory, graphHash);
        writeFileAtomically(inside / "state.json", stateText(state, graphHash, optimizer.steps()));
    });
}

TrainingState readCheckpoint(const std::filesystem::path& folder, const std::string& graphHash,
                             Network& network, Optimizer& optimizer, LocalLearners& learners)
{
    if (!std::filesystem::is_directory(folder))
        throw Error("There is no checkpoint here.", folder.string(),
                    "Give a folder such as <run>/checkpoints/latest.");
    const Json json = readState(folder);
    if (json.value("graph_hash", "") != graphHash)
        throw Error(
            "The checkpoint was written by another graph.", folder.string(),
            "Resume with the project as it was then, or start anew and give its weights with --weights.");
    try {
        TrainingState state = stateFrom(json);
        copyInto(network, readTensorFile(folder / "weights.h5"), (folder / "weights.h5").string());
        const TensorFile memory = readTensorFile(folder / "optimizer.h5");
        optimizer.restore(memory.entries, json.at("optimizer_steps").get<std::int64_t>());
        learners.restore(memory.entries);
        state.method = memory.entries;
        return state;
    } catch (const Json::exception&) {
        throw Error("The file is damaged: values are missing or of the wrong kind.",
                    (folder / "state.json").string(), "Resume from another checkpoint.");
    }
}

void loadWeights(Network& network, const std::filesystem::path& file)
{
    const std::filesystem::path path = std::filesystem::is_directory(file) ? file / "weights.h5" : file;
    copyInto(network, readTensorFile(path), path.string());
}

std::vector<std::filesystem::path> fittingCheckpoints(const std::filesystem::path& runs,
                                                      const std::string& graphHash)
{
    std::vector<std::pair<std::filesystem::file_time_type, std::filesystem::path>> found;
    std::error_code error;
    for (std::filesystem::directory_iterator run(runs, error), end; !error && run != end;
         run.increment(error)) {
        std::error_code inner;
        std::filesystem::directory_iterator checkpoint(run->path() / "checkpoints", inner);
        for (; !inner && checkpoint != std::filesystem::directory_iterator(); checkpoint.increment(inner)) {
            try {
                if (readState(checkpoint->path()).value("graph_hash", "") == graphHash)
                    found.emplace_back(std::filesystem::last_write_time(checkpoint->path() / "state.json"),
                                       checkpoint->path());
            } catch (const std::exception&) {
                continue; // no checkpoint, or one that was damaged: it is not offered
            }
        }
    }
    std::sort(found.begin(), found.end(), std::greater<>());
    std::vector<std::filesystem::path> paths;
    for (auto& [time, path] : found)
        paths.push_back(std::move(path));
    return paths;
}

} // namespace spw::engine
