// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/goldens/lava_net.h"
#include "kernels/torch/aten.h"

namespace spw::engine::golden {

namespace {

constexpr double kGrid = 1 << 17;

/// @param zero  all states start at 0.
void compareBlocks(Checks& checks, const std::vector<LavaLayer>& layers, const Value& expected, at::ScalarType type, bool zero)
{
    const at::NoGradGuard noGrad;
    LavaChain chain(timeFirst(checks.golden().input("x").to(type)), false, zero);
    for (std::size_t i = 0; i < layers.size() && i < expected.size(); ++i) {
        addLavaLayer(chain, layers[i]);
        const at::Tensor wanted = expected.item(i).tensor(at::kDouble);
        const at::Tensor actual = timeLast(chain.value()).reshape(wanted.sizes());
        const std::string label = "block " + std::to_string(i) + " (" + layers[i].type + ")";
        if (isWhole(wanted))
            checks.equal(label, actual, wanted);
        else   // multiples of 1/4096 times weights of 2/64, in nine digits
            checks.equal(label, actual.to(at::kDouble) * kGrid, (wanted * kGrid).round());
    }
    chain.checkAdvance(checks);
}

} // namespace

/// Each block of the network beside the file, fed with what the block before it gave.
CaseResult runLavaNets(const GoldenCase& golden)
{
    const std::vector<LavaLayer> layers = readLavaNet(golden.file->folder() / golden.params.at("file").text());
    const Value expected = golden.outputs.at("block_outputs");
    // Thresholds that adapt start at their rest or, in files made after all states were set to 0, at 0: the file does not say.
    CaseResult best;
    for (const bool zero : {true, false}) {
        Checks checks(golden);
        checks.leaveOut("outputs.block_outputs");   // a list: each is compared below
        checks.require(expected.size() == layers.size(), "the file has " + std::to_string(layers.size()) + " blocks, the case "
                                                             + std::to_string(expected.size()));
        forBothTypes(checks, [&](at::ScalarType type) { compareBlocks(checks, layers, expected, type, zero); });
        const CaseResult result = checks.result();
        if (result.outcome == GoldenOutcome::Passed)
            return result;
        if (zero)
            best = result;
    }
    return best;
}

} // namespace spw::engine::golden
