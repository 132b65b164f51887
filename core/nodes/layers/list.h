// SPDX-License-Identifier: GPL-3.0-or-later
// The layers, in palette order: one row a node type.
//     SPW_NODE(spec, build)    function that describes it; function that makes its module (core/engine/builders)
//     SPW_NODE_OUTSIDE(spec)   function that describes it; no module (loader, trainer or monitor know it)
SPW_NODE(conv2dSpec, buildConv2d)
SPW_NODE(linearSpec, buildLinear)
SPW_NODE(maxPool2dSpec, buildMaxPool2d)
SPW_NODE(avgPool2dSpec, buildAvgPool2d)
SPW_NODE(sumPool2dSpec, buildSumPool2d)
SPW_NODE(batchNorm2dSpec, buildBatchNorm2d)
SPW_NODE(dropoutSpec, buildDropout)
SPW_NODE(flattenSpec, buildFlatten)
SPW_NODE(votingSpec, buildVoting)
SPW_NODE(exchangeNormSpec, buildExchangeNorm)
