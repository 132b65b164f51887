// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalog/param.h"
#include "plugins/lava/net_group.h"

#include <algorithm>
#include <cmath>

namespace spw::lavanet {

namespace {

/// "5000", "0.5".
std::string plainNumber(double value) { return toText(ParamValue(value)); }

constexpr std::int64_t kLargestSide = 1 << 24;
constexpr std::size_t kMostBlocks = 10'000;

BlockType blockType(const NetGroup& group)
{
    if (group.names().empty())
        group.fail("type", "The group is empty: lava-dl writes K-winners blocks so, and nobody can load them.",
                   "Leave the K-winners block out and export again.");
    if (!group.has("type"))
        group.fail("type", "The data set 'type' is missing.");
    const std::string type = group.text("type");
    for (int i = 0; i <= int(BlockType::Average); ++i)
        if (type == typeName(BlockType(i)))
            return BlockType(i);
    const bool known = type == "dense_comp" || type == "concat";
    group.fail("type",
               known ? "A block of the type '" + type + "' is named by the readers of such files, but none can load it."
                     : "There is no block of the type '" + type + "'.",
               "Known are input, flatten, dense, dense_rec, conv, convT, pool, unpool and average.");
}

NeuronType neuronType(const NetGroup& group)
{
    const std::string type = group.text("type");
    if (type == "LOIHI") // its older name
        return NeuronType::Cuba;
    for (int i = 0; i <= int(NeuronType::SigmaDelta); ++i)
        if (type == typeName(NeuronType(i)))
            return NeuronType(i);
    group.fail("type", "There is no neuron of the type '" + type + "'.",
               "Known are CUBA, LOIHI, ALIF, RF_PHASE, RF_IZHIKEVICH, ADRF_PHASE, ADRF_IZHIKEVICH and SDNN.");
}

std::vector<std::string> decayNames(NeuronType type)
{
    std::vector<std::string> names;
    if (type == NeuronType::Cuba || type == NeuronType::Alif)
        names = {"iDecay", "vDecay"};
    else if (isResonator(type))
        names = {"sinDecay", "cosDecay"};
    if (adapts(type))
        names.insert(names.end(), {"thDecay", "refDecay"});
    return names;
}

Neuron readNeuron(const NetGroup& group, std::int64_t channels)
{
    Neuron neuron;
    neuron.type = neuronType(group);
    for (const std::string& name : decayNames(neuron.type)) {
        Numbers decay = group.numbers(name);
        const std::size_t count = decay.values.size();
        if (count != 1 && std::int64_t(count) != channels)
            group.fail(name, "'" + name + "' has the shape " + shapeText(decay.shape) + "; one number or " +
                                 std::to_string(channels) + " were expected.");
        for (const double value : decay.values)
            if (value != std::floor(value) || value < 0 || value > 4096)
                group.fail(name, "'" + name + "' is " + plainNumber(value) + "; a whole number from 0 to 4096 was expected.");
        if (count == 1)
            decay.shape.clear();
        neuron.decays[name] = std::move(decay);
    }
    if (!group.has("vThMant") && group.has("theta"))
        neuron.threshold = group.integer("theta", 0, std::int64_t(1) << 36) / 64;
    else
        neuron.threshold = group.integer("vThMant", 0, std::int64_t(1) << 30);
    if (adapts(neuron.type))
        neuron.thresholdStep = group.integer("vThStep", 0, std::int64_t(1) << 30);
    neuron.graded = group.flag("gradedSpike");
    neuron.sigmaOutput = group.flag("sigma_output");
    if (group.has("activation"))
        neuron.activation = group.text("activation");
    if (neuron.type == NeuronType::SigmaDelta && !neuron.activation.empty()) {
        static const std::set<std::string> known{"relu", "identity", "sigmoid", "tanh"};
        if (!known.count(neuron.activation))
            group.fail("activation", "There is no activation '" + neuron.activation + "'.",
                       "Known are relu, identity, sigmoid and tanh.");
    }
    if (group.has("weight_exp"))
        neuron.weightExponent = double(group.integer("weight_exp", -62, 62));
    if (neuron.threshold == 0 && neuron.type != NeuronType::SigmaDelta)
        group.fail("vThMant", "The threshold is 0.",
                   "Such a neuron fires without input: export again with a threshold of at least 1/64.");
    return neuron;
}

std::array<std::int64_t, 2> readPair(const NetGroup& group, const std::string& name, std::int64_t low)
{
    const Numbers all = group.numbers(name);
    const std::size_t count = all.values.size();
    if (count < 1 || count > 3) // three: an axis of time at the end, as in old files
        group.fail(name, "'" + name + "' has the shape " + shapeText(all.shape) + "; two numbers were expected.");
    std::array<std::int64_t, 2> pair{};
    for (std::size_t i = 0; i < 2; ++i) {
        const double value = all.values[count == 1 ? 0 : i];
        if (value != std::floor(value) || value < double(low) || value > 1024)
            group.fail(name, "'" + name + "' is " + plainNumber(value) + "; a whole number from " + std::to_string(low) +
                                 " to 1024 was expected.");
        pair[i] = std::int64_t(value);
    }
    return pair;
}

std::vector<std::int64_t> readShape(const NetGroup& group)
{
    const Numbers all = group.numbers("shape");
    std::vector<std::int64_t> shape;
    std::int64_t product = 1;
    for (const double side : all.values) {
        if (side != std::floor(side) || side < 1 || side > double(kLargestSide) || (product *= std::int64_t(side)) > kLargestSide)
            group.fail("shape", "The shape is " + plainNumber(side) +
                                    " along one side; whole numbers from 1, together at most " + std::to_string(kLargestSide) +
                                    ", were expected.");
        shape.push_back(std::int64_t(side));
    }
    if (shape.empty() || shape.size() > 3)
        group.fail("shape", "The shape has " + std::to_string(shape.size()) + " sides; 1 or 3 were expected.");
    return shape;
}

/// Reads the blocks one after the other, each against the output of the one before it.
class Reader {
public:
    Reader(const NetGroup& root, const ReadOptions& options)
        : m_root(root)
        , m_options(options)
    {}

    Net run()
    {
        if (!m_root.hasGroup("layer"))
            m_root.fail("layer", "There is no group 'layer'.", "Choose a network that lava-dl exported.");
        const NetGroup layers = m_root.group("layer");
        const std::size_t count = indexed(layers);
        m_shape = m_options.inputShape;
        m_net.inputShape = m_shape;
        for (std::size_t i = 0; i < count; ++i)
            add(layers.group(std::to_string(i)), "layer/" + std::to_string(i));
        if (m_root.hasGroup("simulation") && m_root.group("simulation").has("tSample"))
            m_net.steps = m_root.group("simulation").integer("tSample", 1, 1 << 24);
        return std::move(m_net);
    }

private:
    std::size_t indexed(const NetGroup& layers)
    {
        std::vector<std::string> names = layers.names();
        if (names.size() > kMostBlocks)
            layers.fail("", "There are " + std::to_string(names.size()) + " blocks.",
                        "At most " + std::to_string(kMostBlocks) + " can be read.");
        for (std::size_t i = 0; i < names.size(); ++i)
            if (!std::binary_search(names.begin(), names.end(), std::to_string(i))) {
                std::string all;
                for (const std::string& name : names)
                    all += (all.empty() ? "" : ", ") + name;
                layers.fail(std::to_string(i), "Block " + std::to_string(i) + " is missing; there are: " + all + ".",
                            "Blocks are counted from 0 without a gap. Export the network again.");
            }
        if (names.empty())
            layers.fail("0", "There is no block 0.", "Choose a network that lava-dl exported.");
        return names.size();
    }

    void remark(const NetGroup& group, const std::string& name, const std::string& text)
    {
        m_net.remarks.push_back(group.place(name).substr(m_root.place().size() + 2) + ": " + text);
    }

    std::int64_t before() const
    {
        std::int64_t size = 1;
        for (const std::int64_t side : m_shape)
            size *= side;
        return m_shape.empty() ? 0 : size;
    }

    void add(const NetGroup& group, const std::string& name)
    {
        Block block;
        block.name = name;
        block.type = blockType(group);
        block.shape = readShape(group);
        if (block.type == BlockType::Input)
            readInput(group, block);
        else if (slides(block.type))
            readWindow(group, block);
        else if (block.type == BlockType::Flatten)
            readFlatten(group, block);
        else if (block.type == BlockType::Average)
            readAverage(group, block);
        else
            readDense(group, block);
        if (block.type != BlockType::Flatten && block.type != BlockType::Average) {
            if (group.hasGroup("neuron"))
                block.neuron = readNeuron(group.group("neuron"), block.shape[0]);
            readChannels(group, block);
            checkNeuron(group, block);
        }
        m_shape = block.shape;
        m_net.blocks.push_back(std::move(block));
    }

    void start(const std::vector<std::int64_t>& shape)
    {
        m_shape = shape;
        m_net.inputShape = shape;
    }

    void readInput(const NetGroup& group, Block& block)
    {
        if (!m_net.blocks.empty())
            group.fail("type", "An input block stands behind others.", "It must be the first block.");
        if (block.shape.size() == 2)
            block.shape.insert(block.shape.begin(), 1);
        if (!m_shape.empty() && m_shape != block.shape)
            group.fail("shape", "The input is " + shapeText(block.shape) + "; the option says " + shapeText(m_shape) + ".",
                       "Leave the option 'input_shape' out.");
        start(block.shape);
        block.weight = group.maybe("weight");
        for (const auto* numbers : {&block.weight})
            if (*numbers && (*numbers)->values.size() != 1)
                group.fail("weight",
                           "The input's weight has the shape " + shapeText((*numbers)->shape) + "; one number was expected.");
        if (block.weight)
            block.weight->shape.clear();
    }

    void readFlatten(const NetGroup& group, Block& block)
    {
        if (m_shape.empty())
            start(block.shape.size() == 1 ? block.shape : std::vector<std::int64_t>{block.size()});
        if (block.size() != before())
            group.fail("shape", "The list has " + std::to_string(block.size()) + " values; the block before it gives " +
                                    shapeText(m_shape) + ".");
        block.shape = {block.size()};
    }

    void readAverage(const NetGroup& group, Block& block)
    {
        if (m_shape.empty())
            group.fail("type", "A network cannot begin with an average: its input size is not said.",
                       "Give the option 'input_shape'.");
        if (before() % block.size() != 0)
            group.fail("shape", std::to_string(before()) + " values cannot be averaged to " + std::to_string(block.size()) + ".");
        block.shape = {block.size()};
    }

    void readDense(const NetGroup& group, Block& block)
    {
        const std::int64_t out = block.size();
        block.shape = {out}; // (N, 1, 1) in old files
        readWeights(group, block);
        const auto fit = [&](Numbers& weight, const std::string& name) {
            if (weight.shape.size() == 1 && out == 1) // old files drop the side of one
                weight.shape.insert(weight.shape.begin(), 1);
            while (weight.shape.size() > 2 && weight.shape.back() == 1)
                weight.shape.pop_back();
            if (weight.shape.size() != 2 || weight.shape[0] != out)
                group.fail(name, "The weights are " + shapeText(weight.shape) + "; " + std::to_string(out) +
                                     " rows were expected, as 'shape' says.");
        };
        fit(*block.weight, block.imaginary ? "weight/real" : "weight");
        if (block.imaginary)
            fit(*block.imaginary, "weight/imag");
        const std::int64_t in = block.weight->shape[1];
        if (m_shape.empty())
            start({in});
        if (in != before())
            group.fail(block.imaginary ? "weight/real" : "weight", "The weights have " + std::to_string(in) +
                                                                       " columns; the block before it gives " +
                                                                       std::to_string(before()) + " values.");
        if (block.imaginary && block.imaginary->shape != block.weight->shape)
            group.fail("weight/imag", "The imaginary weights are " + shapeText(block.imaginary->shape) + ", the real ones " +
                                          shapeText(block.weight->shape) + ".");
        if (group.has("inFeatures") && group.integer("inFeatures", 1, kLargestSide) != in)
            group.fail("inFeatures", "'inFeatures' does not match the weights, which have " + std::to_string(in) + " columns.");
        if (group.has("outFeatures") && group.integer("outFeatures", 1, kLargestSide) != out)
            group.fail("outFeatures", "'outFeatures' does not match 'shape', which is " + std::to_string(out) + ".");
        if (block.type == BlockType::Recurrent) {
            if (block.imaginary)
                group.fail("weight", "A recurrent block has complex weights; lava-dl has no such block.");
            block.recurrent = group.numbers("weight_rec");
            if (block.recurrent->shape.size() == 1 && out == 1)
                block.recurrent->shape = {1, 1};
            if (block.recurrent->shape != std::vector<std::int64_t>{out, out})
                group.fail("weight_rec", "The weights are " + shapeText(block.recurrent->shape) + "; " + std::to_string(out) +
                                             " x " + std::to_string(out) + " were expected.");
            checkRange(group, "weight_rec", *block.recurrent);
        }
    }

    void readWindow(const NetGroup& group, Block& block)
    {
        if (block.shape.size() != 3)
            group.fail("shape", "The shape is " + shapeText(block.shape) + "; channels, height and width were expected.");
        readWeights(group, block);
        const auto fit = [&](Numbers& weight, const std::string& name) {
            if (weight.shape.size() == 5 && weight.shape.back() == 1) // old files have an axis of time
                weight.shape.pop_back();
            if (weight.shape.size() != 4)
                group.fail(name, "The weights are " + shapeText(weight.shape) + "; four axes were expected.");
        };
        const std::string name = block.imaginary ? "weight/real" : "weight";
        fit(*block.weight, name);
        if (block.imaginary) {
            fit(*block.imaginary, "weight/imag");
            if (block.imaginary->shape != block.weight->shape)
                group.fail("weight/imag", "The imaginary weights are " + shapeText(block.imaginary->shape) + ", the real ones " +
                                              shapeText(block.weight->shape) + ".");
        }
        const std::vector<std::int64_t>& kernel = block.weight->shape;
        block.kernel = {kernel[2], kernel[3]};
        if (kernel[2] < 1 || kernel[3] < 1 || kernel[2] > 1024 || kernel[3] > 1024)
            group.fail(name, "The window is " + std::to_string(kernel[2]) + " x " + std::to_string(kernel[3]) +
                                 "; 1 to 1024 were expected.");
        if (group.has("kernelSize") && readPair(group, "kernelSize", 1) != block.kernel)
            group.fail("kernelSize", "'kernelSize' does not match the weights, which are " + shapeText(kernel) + ".");
        block.stride = readPair(group, "stride", 1);
        block.padding = readPair(group, "padding", 0);
        block.dilation = readPair(group, "dilation", 1);
        if (mixesMaps(block.type)) {
            block.groups = group.integer("groups", 1, 65536);
            maps(group, block, name);
        } else if (kernel[0] != 1 || kernel[1] != 1) {
            group.fail(name, "The weights are " + shapeText(kernel) + "; one kernel for all channels was expected.");
        }
        if (m_shape.empty())
            start(guessed(group, block));
        if (m_shape.size() != 3)
            group.fail("type",
                       "The block before it gives a list of " + std::to_string(before()) + " values; maps were expected.");
        checkSides(group, block);
    }

    /// Channels against weights and groups.
    void maps(const NetGroup& group, const Block& block, const std::string& name)
    {
        const std::vector<std::int64_t>& kernel = block.weight->shape;
        const bool transposed = block.type == BlockType::ConvTranspose;
        const std::int64_t in = transposed ? kernel[0] : kernel[1] * block.groups;
        const std::int64_t out = transposed ? kernel[1] * block.groups : kernel[0];
        m_in = in;
        if (in < 1 || in % block.groups != 0 || out % block.groups != 0)
            group.fail("groups", "The channels of the weights, " + shapeText(kernel) + ", cannot be split into " +
                                     std::to_string(block.groups) + " groups.");
        if (out != block.shape[0])
            group.fail(name, "The weights are " + shapeText(kernel) + ", which make " + std::to_string(out) +
                                 " channels; 'shape' says " + std::to_string(block.shape[0]) + ".");
        if (group.has("inChannels") && group.integer("inChannels", 1, kLargestSide) != in)
            group.fail("inChannels", "'inChannels' does not match the weights, which read " + std::to_string(in) + " channels.");
        if (group.has("outChannels") && group.integer("outChannels", 1, kLargestSide) != out)
            group.fail("outChannels",
                       "'outChannels' does not match the weights, which make " + std::to_string(out) + " channels.");
    }

    /// The smallest input that gives this output: the file of a network that begins with a window does not say more.
    std::vector<std::int64_t> guessed(const NetGroup& group, const Block& block)
    {
        std::vector<std::int64_t> shape{mixesMaps(block.type) ? m_in : block.shape[0], 0, 0};
        for (std::size_t i = 0; i < 2; ++i) {
            const std::int64_t out = block.shape[i + 1], reach = block.dilation[i] * (block.kernel[i] - 1);
            std::int64_t& side = shape[i + 1];
            if (block.type == BlockType::ConvTranspose || block.type == BlockType::Unpool)
                side = (out + 2 * block.padding[i] - reach - 1) / block.stride[i] + 1;
            else
                side = (out - 1) * block.stride[i] - 2 * block.padding[i] + reach + 1;
            if (block.type == BlockType::Pool) // full windows; the rest would have been filled up with zeros
                side += (block.kernel[i] - side % block.kernel[i]) % block.kernel[i];
            if (side < 1 || side > kLargestSide)
                group.fail("shape", "No input gives an output of " + shapeText(block.shape) + " with this window.");
            if (block.stride[i] > 1 && block.type != BlockType::ConvTranspose && block.type != BlockType::Unpool)
                m_guessed = true;
        }
        if (m_guessed)
            remark(group, "shape",
                   "the size of the input is not in the file; " + shapeText(shape) +
                       " is the smallest that fits. The option 'input_shape' gives another.");
        return shape;
    }

    void checkSides(const NetGroup& group, const Block& block)
    {
        if (mixesMaps(block.type) ? m_shape[0] != m_in : m_shape[0] != block.shape[0])
            group.fail(mixesMaps(block.type) ? "weight" : "shape",
                       "The block reads " + std::to_string(mixesMaps(block.type) ? m_in : block.shape[0]) +
                           " channels; the block before it gives " + std::to_string(m_shape[0]) + ".");
        for (std::size_t i = 0; i < 2; ++i)
            if (sideAfter(block, m_shape[i + 1], i) != block.shape[i + 1])
                group.fail("shape", "The shape is " + shapeText(block.shape) + "; this window makes " +
                                        std::to_string(sideAfter(block, m_shape[i + 1], i)) +
                                        (i == 0 ? " rows of " : " columns of ") + shapeText(m_shape) + ".");
    }

    void readWeights(const NetGroup& group, Block& block)
    {
        if (group.hasGroup("weight")) {
            const NetGroup complex = group.group("weight");
            block.weight = complex.numbers("real");
            block.imaginary = complex.numbers("imag");
            checkRange(group, "weight/real", *block.weight);
            checkRange(group, "weight/imag", *block.imaginary);
        } else {
            block.weight = group.numbers("weight");
            checkRange(group, "weight", *block.weight);
        }
        if (block.weight->values.empty())
            group.fail("weight", "There are no weights.");
    }

    void checkRange(const NetGroup& group, const std::string& name, const Numbers& numbers)
    {
        std::int64_t broken = 0, outside = 0;
        for (const double value : numbers.values) {
            broken += value != std::floor(value);
            outside += value < kSmallestWeight || value > kLargestWeight;
        }
        if (broken > 0)
            remark(group, name, std::to_string(broken) + " are not whole numbers: they are kept, netx would cut them.");
        if (outside > 0)
            remark(group, name, std::to_string(outside) + " lie outside -256..254: they are kept, netx would clip them.");
    }

    /// bias and delay: one number, or one a channel.
    void readChannels(const NetGroup& group, Block& block)
    {
        const std::int64_t channels = block.shape[0];
        for (auto [name, target] : {std::pair("bias", &block.bias), std::pair("delay", &block.delay)}) {
            std::optional<Numbers> numbers = group.maybe(name);
            if (!numbers)
                continue;
            if (numbers->values.size() == 1 && block.type != BlockType::Input)
                numbers->values.assign(std::size_t(channels), numbers->values[0]);
            const std::int64_t wanted = block.type == BlockType::Input && target == &block.bias ? 1 : channels;
            if (std::int64_t(numbers->values.size()) != wanted)
                group.fail(name, "'" + std::string(name) + "' has the shape " + shapeText(numbers->shape) + "; " +
                                     std::to_string(wanted) + " numbers, one a channel, were expected.");
            numbers->shape = {wanted};
            *target = std::move(numbers);
        }
        if (!block.delay)
            return;
        for (double& delay : block.delay->values) {
            if (delay < 0)
                group.fail("delay", "A delay is " + std::to_string(delay) + "; 0 to 62 steps were expected.");
            const double kept = std::min(std::floor(delay), double(kLongestDelay));
            if (kept != delay)
                remark(group, "delay", std::to_string(delay) + " became " + std::to_string(std::int64_t(kept)) + " steps.");
            delay = kept;
        }
    }

    void checkNeuron(const NetGroup& group, Block& block)
    {
        if (!block.neuron) {
            if (block.type != BlockType::Input && block.type != BlockType::Dense)
                group.fail("neuron", "The group 'neuron' is missing.");
            if (block.type == BlockType::Dense && (block.bias || block.imaginary))
                group.fail("neuron", "The group 'neuron' is missing; a block without it has neither a bias nor complex weights.");
            return;
        }
        const NeuronType type = block.neuron->type;
        if (block.type != BlockType::Input && isResonator(type) != block.imaginary.has_value())
            group.fail("neuron/type", std::string("A neuron of the type ") + typeName(type) +
                                          (block.imaginary ? " cannot take complex weights." : " needs complex weights."));
        if (block.type == BlockType::Input && type != NeuronType::Cuba && type != NeuronType::SigmaDelta)
            group.fail("neuron/type", std::string("An input block has a neuron of the type ") + typeName(type) +
                                          "; CUBA, LOIHI or SDNN was expected.");
        if (block.type == BlockType::Recurrent && type != NeuronType::Cuba && type != NeuronType::Alif)
            group.fail("neuron/type", std::string("A recurrent block has a neuron of the type ") + typeName(type) +
                                          "; CUBA or ALIF was expected.");
        if (isResonator(type) && block.bias)
            group.fail("bias", "A resonator has a bias; lava-dl writes none.");
        if (block.neuron->sigmaOutput && type != NeuronType::SigmaDelta)
            group.fail("neuron/sigma_output", "Only a sigma-delta block can be a sigma output.");
    }

    const NetGroup& m_root;
    const ReadOptions& m_options;
    Net m_net;
    std::vector<std::int64_t> m_shape; // of what the next block reads; empty: not known yet
    std::int64_t m_in = 0;             // channels that the window's weights read
    bool m_guessed = false;
};

} // namespace

Net readNet(const std::filesystem::path& file, const ReadOptions& options)
{
    const Hdf5Lock lock;
    h5::Handle handle = h5::openFile(file);
    h5::Handle top(H5Gopen2(handle, "/", H5P_DEFAULT));
    h5::require(top.valid(), "The file has no root group.", file.string(), "The file is damaged: copy it again.");
    const NetGroup root(std::move(top), file.string(), "");
    return Reader(root, options).run();
}

} // namespace spw::lavanet
