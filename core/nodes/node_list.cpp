// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/node_list.h"

namespace spw {

const NodeSpec& syntheticDvsSpec();
const NodeSpec& bs2FolderSpec();
const NodeSpec& stimulusSpec();
const NodeSpec& framesSpec();
const NodeSpec& directEncoderSpec();
const NodeSpec& poissonEncoderSpec();
const NodeSpec& conv2dSpec();
const NodeSpec& linearSpec();
const NodeSpec& maxPool2dSpec();
const NodeSpec& avgPool2dSpec();
const NodeSpec& sumPool2dSpec();
const NodeSpec& batchNorm2dSpec();
const NodeSpec& dropoutSpec();
const NodeSpec& flattenSpec();
const NodeSpec& votingSpec();
const NodeSpec& rateReadoutSpec();
const NodeSpec& mseLossSpec();
const NodeSpec& crossEntropyLossSpec();
const NodeSpec& bpttSpec();
const NodeSpec& probeSpec();
#define SPW_NEURON(Functor, id, spec) const NodeSpec& spec();
#include "kernels/dynamics/neuron_list.h"

void addBuiltinNodes(Catalog& catalog)
{
    catalog.add(syntheticDvsSpec());
    catalog.add(bs2FolderSpec());
    catalog.add(stimulusSpec());

    catalog.add(framesSpec());

    catalog.add(directEncoderSpec());
    catalog.add(poissonEncoderSpec());

    catalog.add(conv2dSpec());
    catalog.add(linearSpec());
    catalog.add(maxPool2dSpec());
    catalog.add(avgPool2dSpec());
    catalog.add(sumPool2dSpec());
    catalog.add(batchNorm2dSpec());
    catalog.add(dropoutSpec());
    catalog.add(flattenSpec());
    catalog.add(votingSpec());

#define SPW_NEURON(Functor, id, spec) catalog.add(spec());
#include "kernels/dynamics/neuron_list.h"

    catalog.add(rateReadoutSpec());

    catalog.add(mseLossSpec());
    catalog.add(crossEntropyLossSpec());

    catalog.add(bpttSpec());

    catalog.add(probeSpec());
}

} // namespace spw
