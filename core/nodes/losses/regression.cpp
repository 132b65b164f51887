// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/losses/common.h"

namespace spw {

const NodeSpec& regressionLossSpec()
{
    static const NodeSpec spec{
        .id = "loss.regression",
        .title = "Regression",
        .category = Category::Loss,
        .caption = "Follow a curve.",
        .doc = "loss = mean or sum over all steps, samples and values of d^2 (mse), |d| (mae), or for huber d^2/2 where |d| < delta and "
               "delta (|d| - delta/2) beyond, d = x - target.",
        .source = "LibTorch, mse_loss, l1_loss, huber_loss",
        .inputs = {{"x", PortType::Sequence, "A membrane or any other signal."},
                   {"target", PortType::Sequence, "The signal that is wanted, in the same shape."}},
        .outputs = losses::outputs(),
        .params = {
            {.name = "kind", .caption = "Error", .type = ParamType::Choice, .initial = "mse",
             .doc = "How a difference is judged.",
             .choices = {{"mse", "Squared"}, {"mae", "Absolute"}, {"huber", "Huber"}}},
            {.name = "delta", .caption = "Huber limit", .type = ParamType::Real, .initial = 1.0,
             .range = above(0), .doc = "Differences above count linearly.", .visibleWhen = "kind=huber"},
            losses::reduction("mean"),
        },
        .shape = losses::pairShape,
    };
    return spec;
}

} // namespace spw
