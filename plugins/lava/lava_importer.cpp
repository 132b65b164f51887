// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/lava/lava_importer.h"

#include "core/run/hdf5_file.h"
#include "plugins/lava/net_graph.h"

namespace spw::lavanet {

namespace {

/// "2x34x34", "700"; empty: nothing.
std::vector<std::int64_t> shapeOption(const std::string& text)
{
    std::vector<std::int64_t> shape;
    std::int64_t side = 0, product = 1;
    bool digits = false;
    const auto refuse = [&] {
        throw Error("The option 'input_shape' is '" + text + "'.", "the importer 'lava'",
                    "Give one number or channels x height x width: 700 or 2x34x34.");
    };
    for (const char c : text + "x") {
        if (c >= '0' && c <= '9') {
            side = side * 10 + (c - '0');
            digits = true;
        } else if ((c == 'x' || c == ',') && digits && side >= 1) {
            shape.push_back(side);
            product *= side;
            side = 0;
            digits = false;
        } else if (!text.empty() && c != ' ') {
            refuse();
        }
        if (side > (1 << 24) || product > (1 << 24))
            refuse();
    }
    if (!text.empty() && shape.size() != 1 && shape.size() != 3)
        refuse();
    return shape;
}

bool isPowerOfTwo(std::int64_t x)
{
    return x > 0 && (x & (x - 1)) == 0;
}

} // namespace

std::vector<ParamSpec> LavaImporter::options() const
{
    return {
        {.name = "reading",
         .caption = "Read as",
         .type = ParamType::Choice,
         .initial = "slayer",
         .doc =
             "What the file leaves open is understood as by this part of lava-dl: a dense block without neuron gives its sum of "
             "each step (slayer) or adds it up over time (netx).",
         .choices = {{"slayer", "slayer"}, {"netx", "netx"}}},
        {.name = "step_delay",
         .caption = "Step between blocks",
         .type = ParamType::Bool,
         .initial = true,
         .doc = "Every block hands its spikes on one step later, as in slayer and on the chip. Off: all in the same step, as "
                "networks "
                "that came from SpikingJelly."},
        {.name = "reset_interval",
         .caption = "Reset every",
         .type = ParamType::Int,
         .initial = 0,
         .range = between(0, 1'000'000),
         .unit = Unit::Steps,
         .doc = "Set all neurons to zero so often, block after block a step later, as netx does with the same option; "
                "0: only between samples."},
        {.name = "reset_offset",
         .caption = "First reset",
         .type = ParamType::Int,
         .initial = 0,
         .range = between(0, 1'000'000),
         .unit = Unit::Steps,
         .doc = "The step at which the first block is reset.",
         .common = false},
        {.name = "input_shape",
         .caption = "Input shape",
         .type = ParamType::Text,
         .initial = "",
         .doc = "Of networks that begin with a convolution or pool and do not say it: 2x34x34. Empty: the smallest that fits."},
        {.name = "steps",
         .caption = "Steps",
         .type = ParamType::Int,
         .initial = 0,
         .range = between(0, 1'000'000),
         .unit = Unit::Steps,
         .doc = "Of a sample of the new project; 0: as the file says, else 100."},
        {.name = "data",
         .caption = "Data",
         .type = ParamType::Path,
         .initial = "",
         .doc = "A .npz or .npy with input sequences for the new project; empty: silence until you choose one."},
        {.name = "scale",
         .caption = "Whole numbers in 1.0",
         .type = ParamType::Int,
         .initial = 64,
         .range = between(2, 1 << 20),
         .doc =
             "The 'scale' that the network was made with, a power of 2; the file does not say it. It sets the size of the values "
             "shown, not which neurons fire.",
         .common = false},
    };
}

bool LavaImporter::recognises(const std::filesystem::path& file, std::string_view head) const
{
    // A pointer of Git LFS in place of a network is ours too: reading it says so.
    if (head.substr(0, 23) == "version https://git-lfs")
        return file.extension() == ".net";
    bool hdf5 = false;
    for (std::size_t at = 0; at + 8 <= head.size(); at = at == 0 ? 512 : 2 * at)
        hdf5 = hdf5 || head.substr(at, 8) == std::string_view("\x89HDF\r\n\x1a\n", 8);
    if (!hdf5)
        return false;
    try {
        const Hdf5Lock lock;
        const h5::Handle handle = h5::openFile(file);
        return h5::openGroup(handle, "layer").valid();
    } catch (const std::exception&) {
        return false;
    }
}

ImportResult LavaImporter::read(const ImportRequest& request) const
{
    const ParamValues& options = request.options;
    if (!isPowerOfTwo(options.integer("scale")))
        throw Error("The option 'scale' is " + std::to_string(options.integer("scale")) + ".", "the importer 'lava'",
                    "Give a power of 2.");
    request.progress(0, "Reading the network");
    Net net = readNet(request.file, {.inputShape = shapeOption(options.text("input_shape"))});
    for (Block& block : net.blocks) {
        block.summed = options.text("reading") == "netx";
        block.stepDelay =
            options.flag("step_delay") && block.neuron && block.neuron->type != NeuronType::SigmaDelta && !block.neuron->affine();
    }
    ImportResult result;
    result.report.format = id();
    for (const std::string& remark : net.remarks)
        result.report.add(Outcome::Changed, 0, remark.substr(0, remark.find(": ")), remark.substr(remark.find(": ") + 2));
    GraphOptions graph;
    graph.steps = options.integer("steps") > 0 ? options.integer("steps") : net.steps.value_or(100);
    graph.scale = options.integer("scale");
    graph.resetInterval = options.integer("reset_interval");
    graph.resetOffset = options.integer("reset_offset");
    graph.data = options.text("data");
    NetGraph made = makeGraph(net, graph, result.report);
    made.document.description = request.file.stem().string() + "\nRead from the lava-dl network " +
                                request.file.filename().string() + ". It computes in the whole numbers of the chip, bit for bit.";
    const Plan plan = makePlan(made.document.graph);
    for (const Diagnostic& d : plan.diagnostics)
        if (d.severity == Severity::Error)
            throw Error(d.what + " " + d.why, request.file.string() + ", " + d.nodeName, d.fix);
    if (request.stop.stop_requested())
        throw CancelledError();
    request.progress(0.5, "Making the network");
    // Opened once: it must run, and the weights file is to hold every parameter.
    if (request.open)
        made.weights = request.open({made.document, request.file.parent_path(), made.weights})->weights();
    result.report.numbers = {{"blocks", double(net.blocks.size())}, {"parameters", double(plan.parameterCount())}};
    result.document = std::move(made.document);
    result.weights = std::move(made.weights);
    return result;
}

} // namespace spw::lavanet
