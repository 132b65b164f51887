// SPDX-License-Identifier: GPL-3.0-or-later
// Neurons that no fused kernel serves; those that one does have their row in kernels/dynamics/neuron_list.h.
//     SPW_NODE(spec, build)    function that describes it; function that makes its module (core/engine/builders)
//     SPW_NODE_OUTSIDE(spec)   function that describes it; no module (loader, trainer or monitor know it)
SPW_NODE(sinabsIafSpec, buildSinabsIaf)
SPW_NODE(sinabsLifSpec, buildSinabsLif)
SPW_NODE(sinabsAlifSpec, buildSinabsAlif)
SPW_NODE(sinabsExpLeakSpec, buildSinabsLif)
SPW_NODE(sinabsIafRecurrentSpec, buildSinabsIafRecurrent)
SPW_NODE(sinabsLifRecurrentSpec, buildSinabsLifRecurrent)
SPW_NODE(sinabsAlifRecurrentSpec, buildSinabsAlifRecurrent)
SPW_NODE(sinabsSpikingLayerSpec, buildSinabsSpikingLayer)
SPW_NODE(srmAlphaSpec, buildSrmAlpha)
SPW_NODE(slayerLoihiSpec, buildSlayerLoihi)
