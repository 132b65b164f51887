// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalog/node_spec.h"

namespace spw {

const NodeSpec& scheduleSpec()
{
    static const NodeSpec spec{
        .id = "learner.schedule",
        .title = "Local training",
        .category = Category::Learner,
        .caption = "How often and in what portions the samples are shown to learners such as STDP.",
        .doc = "For graphs without BPTT. Without this node the samples are shown once, one after the other. Each batch is run over all "
               "steps; learners then change their weights, or have done so at every step. The states start afresh with each batch.",
        .source = "Diehl, Cook 2015 (one sample after the other)",
        .inputs = {{"answer", PortType::Readout, "What is compared with the labels, such as Neuron labels.", true}},
        .params = {
            {.name = "epochs", .caption = "Epochs", .type = ParamType::Int, .initial = 1,
             .range = between(1, 1'000'000), .doc = "How often all training samples are seen."},
            {.name = "batch_size", .caption = "Batch size", .type = ParamType::Int, .initial = 1,
             .range = between(1, 65536), .doc = "Samples that are shown at once."},
            {.name = "shuffle", .caption = "Shuffle", .type = ParamType::Bool, .initial = true,
             .doc = "Show the samples in another order in each epoch.", .common = false},
            {.name = "test_each_epoch", .caption = "Test after each epoch", .type = ParamType::Bool, .initial = true,
             .doc = "Run the test set after each epoch, not only after the last.", .common = false},
            {.name = "label_passes", .caption = "Label before a test", .type = ParamType::Bool, .initial = true,
             .doc = "Before a test the training samples are shown once more without learning, so that neurons are labelled for the weights as they are."},
        },
    };
    return spec;
}

} // namespace spw
