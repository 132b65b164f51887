// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"

namespace spw::engine {

const std::vector<Builder>& builders()
{
    static const std::vector<Builder> list{
        {"layer.conv2d", buildConv2d},
        {"layer.linear", buildLinear},
        {"layer.max_pool2d", buildMaxPool2d},
        {"layer.avg_pool2d", buildAvgPool2d},
        {"layer.sum_pool2d", buildSumPool2d},
        {"layer.batch_norm2d", buildBatchNorm2d},
        {"layer.dropout", buildDropout},
        {"layer.flatten", buildFlatten},
        {"layer.voting", buildVoting},
        {"encoder.direct", buildDirectEncoder},
        {"encoder.poisson", buildPoissonEncoder},
        {"readout.rate", buildRateReadout},
        {"loss.mse", buildMseLoss},
        {"loss.cross_entropy", buildCrossEntropyLoss},
// Every charge-fire-reset neuron has the same builder: its row in the kernel list is enough.
#define SPW_NEURON(Functor, id, spec) {id, buildFusedNeuron},
#include "kernels/dynamics/neuron_list.h"
    };
    return list;
}

const Builder* findBuilder(std::string_view id)
{
    for (const Builder& builder : builders())
        if (builder.id == id)
            return &builder;
    return nullptr;
}

} // namespace spw::engine
