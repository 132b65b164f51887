// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/zoo/net_builder.h"
#include "core/zoo/template.h"

/// What the families share: options, ways in, neurons, ways out.
namespace spw::zoo {

ParamSpec wholeOption(const char* name, const char* caption, std::int64_t initial, Range range, const char* doc);
ParamSpec flagOption(const char* name, const char* caption, bool initial, const char* doc);
ParamSpec choiceOption(const char* name, const char* caption, const char* initial, const char* doc, std::vector<Choice> choices);
ParamSpec stepsOption(std::int64_t steps);
ParamSpec classesOption(std::int64_t classes);
/// Neurons that can stand in for each other: "if", "lif", ...
ParamSpec neuronOption(const char* initial);
/// `own` is the caption of the data that the network was made for; empty: there are none in the catalogue.
std::vector<ParamSpec> dataOptions(const char* own, std::int64_t size);
std::vector<ParamSpec> joined(std::vector<std::vector<ParamSpec>> lists);

/// The data that a network was made for.
struct Input {
    enum class Kind { Events, Picture, Columns, Rows } kind = Kind::Picture;
    std::string type{};                  // of the dataset node; empty: arrays
    std::string title{};
    Values values{};
    std::int64_t channels = 1;           // of arrays in its place
    std::string encoder{};               // of pictures or events; empty: direct encoding, frames
    Values encoderValues{};
};
/// Draws dataset and encoder as the options `data`, `size`, `classes` and, where there is one, `T` say; the chain then ends with
/// a sequence.
void input(NetBuilder& net, const Input& own, const Options& options);
/// What the option says, or 10 for the moving shapes.
std::int64_t classesOf(const Options& options);

/// A neuron of the kind that the option says, with the surrogate and the detached reset of the published trainings.
NodeId neuron(NetBuilder& net, const Options& options, const std::string& title);
NodeId neuron(NetBuilder& net, const std::string& type, const std::string& title, Values values = {});

/// Readout, loss and learner in a row of their own; a probe at the last neuron.
struct Output {
    std::string readout = "readout.rate";
    Values readoutValues{};
    std::string loss = "loss.mse";
    Values lossValues{};
    Values learner{};
};
void output(NetBuilder& net, const Output& out);
/// The same for a loss that looks at the sequence itself.
void sequenceLoss(NetBuilder& net, const std::string& loss, const Values& values, const Values& learner);

} // namespace spw::zoo
