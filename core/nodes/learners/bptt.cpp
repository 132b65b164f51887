// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalog/node_spec.h"

namespace spw {

const NodeSpec& bpttSpec()
{
    static const NodeSpec spec{
        .id = "learner.bptt",
        .title = "BPTT",
        .category = Category::Learner,
        .caption = "Roll the network out in time, then learn from the end back.",
        .doc = "Backpropagation through time with surrogate gradients: dL/dH[t] = g_S[t] s'(H[t] - v_threshold) + "
               "dL/dH[t+1] dH[t+1]/dV[t] dV[t]/dH[t], from the last step to the first; then one step of the optimizer "
               "per batch. Memory grows with the number of steps. The states of all neurons start afresh with each "
               "batch. step: the rate is multiplied by gamma every step_size epochs; cosine: it falls to 0 as "
               "(1 + cos(pi epoch / epochs)) / 2.",
        .source = "SpikingJelly; Werbos 1990; Neftci, Mostafa, Zenke 2019; Kingma, Ba 2015 (Adam); Loshchilov, Hutter 2019 (AdamW)",
        .inputs = {{"loss", PortType::Scalar, "The number to make small."}},
        .params = {
            {.name = "epochs", .caption = "Epochs", .type = ParamType::Int, .initial = 30,
             .range = between(1, 1'000'000), .doc = "How often all training samples are seen."},
            {.name = "batch_size", .caption = "Batch size", .type = ParamType::Int, .initial = 16,
             .range = between(1, 65536), .doc = "Samples per step of the optimizer."},
            {.name = "optimizer", .caption = "Optimizer", .type = ParamType::Choice, .initial = "adam",
             .doc = "How gradients become changes of the weights.",
             .choices = {{"sgd", "SGD"}, {"adam", "Adam"}, {"adamw", "AdamW"}}},
            {.name = "learning_rate", .caption = "Learning rate", .type = ParamType::Real, .initial = 1e-3,
             .range = {0, 1000, true, false}, .doc = "Size of each step.", .applies = Applies::Live},
            {.name = "momentum", .caption = "Momentum", .type = ParamType::Real, .initial = 0.9,
             .range = betweenBelow(0, 1), .doc = "Share of the last change that is kept.",
             .visibleWhen = "optimizer=sgd"},
            {.name = "weight_decay", .caption = "Weight decay", .type = ParamType::Real, .initial = 0.0,
             .range = between(0, 1000), .doc = "Pulls weights towards 0.", .common = false},
            {.name = "schedule", .caption = "Schedule", .type = ParamType::Choice, .initial = "none",
             .doc = "How the learning rate changes over the epochs.",
             .choices = {{"none", "Constant"}, {"step", "Steps"}, {"cosine", "Cosine"}}},
            {.name = "step_size", .caption = "Epochs per step", .type = ParamType::Int, .initial = 30,
             .range = between(1, 1'000'000), .doc = "Epochs between two reductions of the rate.",
             .visibleWhen = "schedule=step"},
            {.name = "gamma", .caption = "Factor per step", .type = ParamType::Real, .initial = 0.1,
             .range = {0, 1, true, false}, .doc = "The rate is multiplied by this.", .visibleWhen = "schedule=step"},
            {.name = "shuffle", .caption = "Shuffle", .type = ParamType::Bool, .initial = true,
             .doc = "Take the training samples in another order each epoch.", .common = false},
            {.name = "test_each_epoch", .caption = "Test each epoch", .type = ParamType::Bool, .initial = true,
             .doc = "Measure the test samples after every epoch; off: only after the last one.", .common = false},
        },
    };
    return spec;
}

} // namespace spw
