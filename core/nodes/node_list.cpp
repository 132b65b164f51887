// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/node_list.h"

namespace spw {

#define SPW_NODE(spec, build) const NodeSpec& spec();
#define SPW_NODE_OUTSIDE(spec) const NodeSpec& spec();
#include "core/nodes/all_lists.h"
#define SPW_NEURON(Functor, id, spec) const NodeSpec& spec();
#include "kernels/dynamics/neuron_list.h"
#define SPW_SEQUENCE(Functor, id, spec) const NodeSpec& spec();
#define SPW_SEQUENCE_PART(Functor, id)
#include "kernels/dynamics/sequence_list.h"

void addBuiltinNodes(Catalog& catalog)
{
#define SPW_NEURON(Functor, id, spec) catalog.add(spec());
#include "kernels/dynamics/neuron_list.h"
#define SPW_SEQUENCE(Functor, id, spec) catalog.add(spec());
#define SPW_SEQUENCE_PART(Functor, id)
#include "kernels/dynamics/sequence_list.h"

#define SPW_NODE(spec, build) catalog.add(spec());
#define SPW_NODE_OUTSIDE(spec) catalog.add(spec());
#include "core/nodes/all_lists.h"
}

} // namespace spw
