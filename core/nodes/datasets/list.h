// SPDX-License-Identifier: GPL-3.0-or-later
// The datasets, in palette order: one row a node type.
//     SPW_NODE(spec, build)    function that describes it; function that makes its module (core/engine/builders)
//     SPW_NODE_OUTSIDE(spec)   function that describes it; no module (loader, trainer or monitor know it)
SPW_NODE_OUTSIDE(syntheticDvsSpec)
SPW_NODE_OUTSIDE(bs2FolderSpec)
SPW_NODE_OUTSIDE(stimulusSpec)
SPW_NODE_OUTSIDE(arraysSpec)
