// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/layers/common.h"

namespace spw::layers {

ParamSpec sizes(int dims, const char* name, const char* caption, std::int64_t initial, Range range, const char* doc,
                bool common)
{
    ParamSpec spec{.name = name, .caption = caption, .type = ParamType::Int, .initial = initial, .range = range,
                   .unit = Unit::Pixels, .doc = doc, .applies = Applies::Rebuild, .common = common};
    if (dims > 1) {
        spec.type = dims == 2 ? ParamType::IntPair : ParamType::IntTriple;
        spec.initial = std::vector<std::int64_t>(std::size_t(dims), initial);
    }
    return spec;
}

ParamSpec number(const char* name, const char* caption, std::int64_t initial, Range range, const char* doc, bool common)
{
    return {.name = name, .caption = caption, .type = ParamType::Int, .initial = initial, .range = range, .doc = doc,
            .applies = Applies::Rebuild, .common = common};
}

ParamSpec flag(const char* name, const char* caption, bool initial, const char* doc, bool common)
{
    return {.name = name, .caption = caption, .type = ParamType::Bool, .initial = initial, .doc = doc,
            .applies = Applies::Rebuild, .common = common};
}

const char* axesOf(int dims)
{
    return dims == 1 ? "channels x length" : dims == 2 ? "channels x height x width" : "channels x depth x height x width";
}

std::vector<PortSpec> mapsIn(int dims)
{
    return {{"x", PortType::Sequence, std::string(dims == 1 ? "Lines" : dims == 2 ? "Pictures" : "Volumes") +
                                          " over time: " + axesOf(dims) + "."}};
}

std::vector<PortSpec> mapsOut(int, const char* doc)
{
    return {{"y", PortType::Sequence, doc}};
}

bool isMaps(const ShapeQuery& query, int dims, NodeReport& report)
{
    return shapes::hasAxes(query, std::size_t(dims) + 1, axesOf(dims),
                           "Connect it before Flatten, or take the layer for that number of axes.", report, "SPW-S011");
}

bool channelsOf(const ShapeQuery& query, const char* name, Dim& channels, NodeReport& report)
{
    const std::int64_t wanted = query.values.integer(name);
    if (shapes::knowsAxes(query))
        channels = query.inputs[0]->features[0];
    if (wanted != 0 && channels && *channels != wanted) {
        report.error(name, "It expects " + std::to_string(wanted) + " channels, its input has " + std::to_string(*channels) + ".",
                     "Both must be equal.", "Set it to 0 to take the number from the input.", "SPW-S012");
        return false;
    }
    if (wanted != 0)
        channels = wanted;
    return true;
}

void tooSmall(const ShapeQuery& query, const char* parameter, std::int64_t kernel, NodeReport& report)
{
    report.error(parameter,
                 "The window of " + std::to_string(kernel) + " does not fit into a map of " +
                     shapeText(query.inputs[0]->features) + ".",
                 "Nothing would be left.", "Make the window or dilation smaller, add padding, or remove a pool before it.",
                 "SPW-S014");
}

std::vector<ParamSpec> maskParams()
{
    return {
        {.name = "mask", .caption = "Connections", .type = ParamType::Choice, .initial = "all",
         .doc = "Which weights exist; the others stay 0. The mask is stored with the weights.",
         .choices = {{"all", "All"}, {"diagonal", "Near the diagonal"}, {"random", "Random"}, {"rows", "As written"}},
         .applies = Applies::Rebuild, .common = false},
        {.name = "num_diagonals", .caption = "Diagonals", .type = ParamType::Int, .initial = std::int64_t(1),
         .range = between(1, 65535), .doc = "Width of the band around the diagonal; even numbers count as the next odd one.",
         .applies = Applies::Rebuild, .common = false, .visibleWhen = "mask=diagonal"},
        {.name = "density", .caption = "Share of connections", .type = ParamType::Real, .initial = 0.5,
         .range = between(0, 1), .doc = "Probability that a connection exists.", .applies = Applies::Rebuild,
         .common = false, .visibleWhen = "mask=random"},
        {.name = "mask_rows", .caption = "Mask", .type = ParamType::Text, .initial = std::string(),
         .doc = "A row of 0 and 1 for each output, one digit for each of its weights: 110 011.",
         .applies = Applies::Rebuild, .common = false, .visibleWhen = "mask=rows"},
    };
}

std::vector<ParamSpec> weightParams()
{
    std::vector<ParamSpec> params = {
        flag("weight_norm", "Weight norm", false,
             "Learn the length of each output's weights apart from their direction: w = g v / |v|."),
        number("weight_bits", "Weight bits", 0, between(0, 16),
               "Round weights to this many bits in the forward pass; learning goes on in full precision (straight-through). "
               "0 does not round.",
               false),
        flag("per_channel", "Own step for each output", false, "Scale the rounding for each output by itself."),
        {.name = "weight_grid", .caption = "Rounded to", .type = ParamType::Choice, .initial = "own",
         .doc = "By the largest weight: as 'Weight bits' says. Lava: multiples of 1/32 from -4 to 3.96875, the 8 bits of Loihi, "
                "with or without 'Weight bits'; the trained weights leave for Lava as they are.",
         .choices = {{"own", "By the largest weight"}, {"lava", "Lava, Loihi (8 bits)"}}, .applies = Applies::Rebuild, .common = false},
        {.name = "init", .caption = "First weights", .type = ParamType::Choice, .initial = "uniform",
         .doc = "Where learning starts. Uniform: within 1/sqrt(n) for n inputs of one output, biases as well. Kaiming: normal with "
                "deviation sqrt(2/m) for m outputs of one input. By inputs: normal with deviation 1/sqrt(n). Normal biases are 0.",
         .choices = {{"uniform", "Uniform"}, {"kaiming_normal", "Normal, by outputs (Kaiming)"}, {"lecun_normal", "Normal, by inputs"},
                     {"normal", "Normal"}},
         .applies = Applies::Rebuild, .common = false},
        {.name = "init_std", .caption = "Deviation", .type = ParamType::Real, .initial = 0.01, .range = atLeast(0),
         .doc = "Standard deviation of the first weights.", .applies = Applies::Rebuild, .common = false, .visibleWhen = "init=normal"},
    };
    for (ParamSpec& mask : maskParams())
        params.push_back(std::move(mask));
    return params;
}

std::int64_t weightExtras(const ParamValues& values, std::int64_t outputs)
{
    return values.flag("weight_norm") ? outputs : 0;
}

std::vector<std::string> maskRows(const std::string& text)
{
    std::vector<std::string> rows(1);
    for (const char c : text) {
        if (c != ' ' && c != ',' && c != ';' && c != '\n' && c != '\r' && c != '\t')
            rows.back() += c;
        else if (!rows.back().empty())
            rows.emplace_back();
    }
    if (rows.back().empty())
        rows.pop_back();
    return rows;
}

bool checkMask(const ParamValues& values, std::int64_t outputs, Dim perOutput, NodeReport& report)
{
    const std::string& mask = values.text("mask");
    if (mask == "diagonal" && perOutput && *perOutput != outputs) {
        report.error("mask", "A diagonal needs as many inputs as outputs; there are " + std::to_string(*perOutput) + " and " +
                                 std::to_string(outputs) + ".",
                     "The mask has the shape of the weights.", "Make both equal, or choose another mask.", "SPW-S029");
        return false;
    }
    if (mask != "rows")
        return true;
    const std::vector<std::string> rows = maskRows(values.text("mask_rows"));
    bool fits = std::int64_t(rows.size()) == outputs;
    for (const std::string& row : rows)
        fits = fits && row.find_first_not_of("01") == std::string::npos && (!perOutput || std::int64_t(row.size()) == *perOutput);
    if (!fits)
        report.error("mask_rows", "The mask does not have the shape of the weights: " + std::to_string(outputs) +
                                      " rows" + (perOutput ? " of " + std::to_string(*perOutput) : std::string()) + " digits.",
                     "Each weight needs a 0 or a 1.", "Write one row for each output.", "SPW-S029");
    return fits;
}

} // namespace spw::layers
