// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graph/graph_edit.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// A network as a Lava `.net` file holds it: blocks one behind the other, in whole numbers.
namespace spw::lavanet {

/// One data set of numbers, row-major.
struct Numbers {
    std::vector<std::int64_t> shape; // empty: one number
    std::vector<double> values;
    bool operator==(const Numbers&) const = default;
};

enum class BlockType { Input, Flatten, Dense, Conv, ConvTranspose, Pool, Unpool, Recurrent, Average };
/// Slides a window over maps.
inline bool slides(BlockType type)
{
    return type >= BlockType::Conv && type <= BlockType::Unpool;
}
/// Has a kernel for each pair of maps; pools have one for all.
inline bool mixesMaps(BlockType type)
{
    return type == BlockType::Conv || type == BlockType::ConvTranspose;
}
const char* typeName(BlockType type); // as in the file: "convT"

enum class NeuronType { Cuba, Alif, RfPhase, RfIzhikevich, AdrfPhase, AdrfIzhikevich, SigmaDelta };
const char* typeName(NeuronType type); // as in the file: "RF_PHASE"
inline bool isResonator(NeuronType type)
{
    return type >= NeuronType::RfPhase && type <= NeuronType::AdrfIzhikevich;
}
inline bool adapts(NeuronType type)
{
    return type == NeuronType::Alif || type == NeuronType::AdrfPhase || type == NeuronType::AdrfIzhikevich;
}

constexpr std::int64_t kNeverFires = (1 << 18) - 1; // vThMant of an affine block
constexpr double kLargestWeight = 254, kSmallestWeight = -256;
constexpr std::int64_t kLargestThreshold = 131071; // Lava keeps 17 bits
constexpr std::int64_t kLongestDelay = 62;

struct Neuron {
    NeuronType type = NeuronType::Cuba;
    std::map<std::string, Numbers> decays; // "iDecay", ...: one number, or one a channel
    std::int64_t threshold = 0;            // vThMant
    std::int64_t thresholdStep = 0;        // vThStep of those that adapt
    bool graded = false;
    bool sigmaOutput = false;             // sigma-delta: only sums up what came
    std::string activation;               // sigma-delta
    std::optional<double> weightExponent; // of a power-of-two norm
    bool affine() const { return threshold == kNeverFires && type != NeuronType::SigmaDelta; }
};

struct Block {
    BlockType type = BlockType::Dense;
    std::vector<std::int64_t> shape; // of its output: C or C, H, W
    std::array<std::int64_t, 2> kernel{1, 1}, stride{1, 1}, padding{0, 0}, dilation{1, 1};
    std::int64_t groups = 1;
    std::optional<Numbers> weight, imaginary, recurrent, bias, delay;
    std::optional<Neuron> neuron;
    bool stepDelay = false;                          // its spikes leave one step later; the file does not say
    std::int64_t scale = 0;                          // whole numbers in 1.0; 0: not known, as the file does not say it
    std::int64_t resetInterval = 0, resetOffset = 0; // of the neurons within a sample; an option of netx, not of the file
    bool summed = false;                             // dense without neuron, read as netx does: sums up over time
    std::string name;                                // "layer/3" or the name of a node, for messages
    NodeId node = 0;                                 // of the graph it was made from

    std::int64_t size() const; // values in its output
};

struct Net {
    std::vector<Block> blocks;
    std::vector<std::int64_t> inputShape; // C or C, H, W
    std::optional<std::int64_t> steps;    // simulation/tSample of old files
    std::vector<std::string> remarks;     // what was read in another way or not at all
};

struct ReadOptions {
    std::vector<std::int64_t> inputShape; // empty: as the file says or implies
};

/// @throws Error naming file and HDF5 path, what was found and what was expected.
Net readNet(const std::filesystem::path& file, const ReadOptions& options = {});

/// The bytes of a `.net` file; equal networks give equal bytes. @throws Error.
std::string netBytes(const Net& net);

std::string shapeText(const std::vector<std::int64_t>& shape); // "16 x 2 x 3 x 3"
/// Output of a window block for one side; below 1: it does not fit.
std::int64_t sideAfter(const Block& block, std::int64_t side, std::size_t axis);

} // namespace spw::lavanet
