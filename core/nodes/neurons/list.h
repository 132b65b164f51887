// SPDX-License-Identifier: GPL-3.0-or-later
// Neurons that no fused kernel serves; those that one does have their row in kernels/dynamics/neuron_list.h.
//     SPW_NODE(spec, build)    function that describes it; function that makes its module (core/engine/builders)
//     SPW_NODE_OUTSIDE(spec)   function that describes it; no module (loader, trainer or monitor know it)
// SpikingJelly: neurons whose parameters are over time or shared by channels, or whose steps look at the whole batch.
SPW_NODE(liafSpec, buildLiaf)
SPW_NODE(cubaLifSpec, buildCubaLif)
SPW_NODE(psnSpec, buildPsn)
SPW_NODE(maskedPsnSpec, buildMaskedPsn)
SPW_NODE(slidingPsnSpec, buildSlidingPsn)
SPW_NODE(glifSpec, buildGlif)
SPW_NODE(dsrIfSpec, buildDsrIf)
SPW_NODE(dsrLifSpec, buildDsrLif)
SPW_NODE(ilcIfSpec, buildIlcIf)
SPW_NODE(ilcLifSpec, buildIlcLif)
SPW_NODE(ilcClifSpec, buildIlcClif)
SPW_NODE(mpbnLifSpec, buildMpbnLif)
SPW_NODE(neuronReadoutSpec, buildNeuronReadout)
