// SPDX-License-Identifier: GPL-3.0-or-later
// The containers, in palette order: one row a node type.
//     SPW_NODE(spec, build)    function that describes it; function that makes its module (core/engine/builders)
//     SPW_NODE_OUTSIDE(spec)   function that describes it; no module (loader, trainer or monitor know it)
SPW_NODE(residualSpec, buildResidual)
SPW_NODE(mergeSpec, buildMerge)
SPW_NODE(concatSpec, buildConcat)
SPW_NODE(cubaBlockSpec, buildCubaBlock)
SPW_NODE(spikingVanillaRnnSpec, buildSpikingVanillaRnn)
SPW_NODE(spikingLstmSpec, buildSpikingLstm)
SPW_NODE(spikingGruSpec, buildSpikingGru)
SPW_NODE(lavaRecurrentSpec, buildLavaRecurrent)
SPW_NODE(lavaKwtaSpec, buildLavaKwta)
