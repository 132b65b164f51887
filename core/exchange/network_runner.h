// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/dataset.h"
#include "core/document/document.h"
#include "core/run/weights_file.h"

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>

/// The engine as exporters and importers see it: a network that is run now and then, without a run of its own.
namespace spw {

/// Values of ports, row-major: sequences [T, N, ...], static values and readouts [N, ...].
using PortTensors = std::map<EdgeEnd, PlainTensor>;

struct NetworkRequest {
    Document document;
    std::filesystem::path base;             // folder of the project file, for relative data paths
    std::optional<Weights> weights;         // what is missing keeps its initial value of the document's seed
};

/// A network on the CPU, in evaluation mode. Not for several threads at once.
class NetworkRunner {
public:
    virtual ~NetworkRunner() = default;
    /// Every parameter and buffer, "<node>/<parameter>", in the type the network computes with.
    virtual Weights weights() const = 0;
    /// Ports of datasets and transforms whose values run() needs.
    virtual std::set<EdgeEnd> inputs() const = 0;
    /// All steps from reset states. `inputs` may also hold outputs of nodes, which are then not run.
    /// @param wanted  output ports, and states by their names, whose values are returned.
    /// @throws Error naming the node if a shape does not fit.
    virtual PortTensors run(const PortTensors& inputs, const std::set<EdgeEnd>& wanted) = 0;

    // The data of the project; opened when first asked for.
    virtual std::int64_t sampleCount(Split split) = 0;
    /// Values for inputs(), samples [first, first + count) as one batch. @throws Error naming file and remedy.
    virtual PortTensors samples(Split split, std::int64_t first, std::int64_t count) = 0;
    virtual std::int64_t label(Split split, std::int64_t index) = 0;
};

/// @throws Error if the graph has problems or the weights do not fit it.
using OpenNetwork = std::function<std::unique_ptr<NetworkRunner>(const NetworkRequest&)>;

} // namespace spw
