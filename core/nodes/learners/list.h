// SPDX-License-Identifier: GPL-3.0-or-later
// The learners, in palette order: one row a node type.
//     SPW_NODE(spec, build)    function that describes it; function that makes its module (core/engine/builders)
//     SPW_NODE_OUTSIDE(spec)   function that describes it; no module (loader, trainer or monitor know it)
SPW_NODE_OUTSIDE(bpttSpec)
SPW_NODE_OUTSIDE(stdpSpec)
SPW_NODE_OUTSIDE(mstdpSpec)
SPW_NODE_OUTSIDE(mstdpetSpec)
SPW_NODE_OUTSIDE(scheduleSpec)
