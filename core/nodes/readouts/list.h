// SPDX-License-Identifier: GPL-3.0-or-later
// The readouts, in palette order: one row a node type.
//     SPW_NODE(spec, build)    function that describes it; function that makes its module (core/engine/builders)
//     SPW_NODE_OUTSIDE(spec)   function that describes it; no module (loader, trainer or monitor know it)
SPW_NODE(rateReadoutSpec, buildRateReadout)
SPW_NODE(spikeCountSpec, buildSpikeCount)
SPW_NODE(membraneReadoutSpec, buildMembraneReadout)
SPW_NODE(firstSpikeSpec, buildFirstSpike)
SPW_NODE(maskedMeanSpec, buildMaskedMean)
SPW_NODE(movingWindowSpec, buildMovingWindow)
SPW_NODE(confidenceSpec, buildConfidence)
SPW_NODE(neuronLabelsSpec, buildNeuronLabels)
SPW_NODE(rewardSpec, buildReward)
